namespace Parley.Console.Roles;

/// <summary>What a person at a post is there for. What each may do: <see cref="RoleTable"/>.</summary>
internal enum Role
{
    Observer,
    WatchOfficer,
    DutyOfficer,
    Commander,
    Administrator,
}
