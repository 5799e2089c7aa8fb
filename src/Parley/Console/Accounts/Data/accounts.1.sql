-- ASP.NET Core Identity's own tables (schema version 3, which has passkeys), as Entity Framework makes them for AccountsDb, and then ours.
CREATE TABLE "AspNetUsers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
    "Role" TEXT NOT NULL,
    "Language" TEXT NOT NULL,
    "Zone" TEXT NOT NULL,
    "Open" INTEGER NOT NULL,
    "Created" INTEGER NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);
CREATE TABLE "AspNetUserClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetUserClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetUserClaims_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AspNetUserLogins_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserPasskeys" (
    "CredentialId" BLOB NOT NULL CONSTRAINT "PK_AspNetUserPasskeys" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_AspNetUserPasskeys_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AspNetUserTokens_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_AspNetUserClaims_UserId" ON "AspNetUserClaims" ("UserId");
CREATE INDEX "IX_AspNetUserLogins_UserId" ON "AspNetUserLogins" ("UserId");
CREATE INDEX "IX_AspNetUserPasskeys_UserId" ON "AspNetUserPasskeys" ("UserId");
CREATE UNIQUE INDEX "EmailIndex" ON "AspNetUsers" ("NormalizedEmail");
CREATE UNIQUE INDEX "UserNameIndex" ON "AspNetUsers" ("NormalizedUserName");

-- Times are milliseconds since 1970, UTC. One row for each signed-in browser; Way is link, invitation, passkey, code, exercise or a provider's name.
CREATE TABLE "Sessions" (
    "Id" TEXT NOT NULL PRIMARY KEY,
    "Person" TEXT NOT NULL REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE,
    "Stamp" TEXT NOT NULL,
    "Way" TEXT NOT NULL,
    "Browser" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "Began" INTEGER NOT NULL,
    "Seen" INTEGER NOT NULL,
    "Ends" INTEGER NOT NULL
);
-- Links that were sent: never the token itself, only its SHA-256; of a sign-in link also the SHA-256 of what the browser that asked carries.
CREATE TABLE "Tickets" (
    "Hash" BLOB NOT NULL PRIMARY KEY,
    "Id" TEXT NOT NULL UNIQUE,
    "Kind" TEXT NOT NULL,
    "Person" TEXT NULL,
    "Email" TEXT NOT NULL,
    "Name" TEXT NULL,
    "Role" TEXT NULL,
    "Language" TEXT NOT NULL,
    "Browser" BLOB NULL,
    "Onward" TEXT NULL,
    "Made" INTEGER NOT NULL,
    "Ends" INTEGER NOT NULL
);
PRAGMA user_version = 1;
