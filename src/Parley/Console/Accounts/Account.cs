using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Parley.Console.Roles;

namespace Parley.Console.Accounts;

/// <summary>A person's account as it is stored: Identity's, whose <c>UserName</c> is the person's name. There is no password: nobody ever sets one.</summary>
internal sealed class Account : IdentityUser
{
    public Role Role { get; set; }

    public string Language { get; set; } = "en";

    public string Zone { get; set; } = "UTC";

    public bool Open { get; set; } = true;

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public long Created { get; set; }

    public Person ToPerson() => new(Id, UserName!, Email!, Role, Language, Zone, Open);
}

/// <summary>What Identity stores, in the file that <see cref="AccountsFile"/> made: <c>accounts.1.sql</c> has the tables. Sessions and tickets are kept without it.</summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityUserContext<Account>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().Property(static a => a.Role).HasConversion<string>();
    }
}
