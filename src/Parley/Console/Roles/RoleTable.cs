using Parley.Core;
using static Parley.Console.Roles.Role;

namespace Parley.Console.Roles;

/// <summary>Who may do what: the one table that the API and the console ask. Thread-safe.</summary>
internal static class RoleTable
{
    private static readonly Dictionary<Deed, Role[]> Table = new()
    {
        [Deed.Look] = [Observer, WatchOfficer, DutyOfficer, Commander, Administrator],
        [Deed.Acknowledge] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.Watch] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.Message] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.Stop] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.Mute] = [DutyOfficer, Commander],
        [Deed.PassOn] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.File] = [DutyOfficer, Commander],
        [Deed.Coordinate] = [DutyOfficer, Commander],
        [Deed.AcceptRisk] = [DutyOfficer, Commander],
        [Deed.Incident] = [DutyOfficer, Commander],
        [Deed.Release] = [DutyOfficer, Commander],
        [Deed.Agree] = [Commander],
        [Deed.Suspend] = [DutyOfficer, Commander],
        [Deed.Keys] = [Commander, Administrator],
        [Deed.Comment] = [WatchOfficer, DutyOfficer, Commander],
        [Deed.CommentAcross] = [DutyOfficer, Commander],
        [Deed.Accounts] = [Administrator],
        [Deed.Record] = [Commander, Administrator],
    };

    public static bool May(Role role, Deed deed) => Table[deed].Contains(role);

    /// <summary>Whether it takes a second officer's consent.</summary>
    public static bool TakesTwo(Deed deed) => deed is Deed.AcceptRisk or Deed.Release or Deed.Suspend or Deed.Keys;

    /// <summary>As people and files write it: <c>duty officer</c>.</summary>
    public static string Text(this Role role) => role switch
    {
        WatchOfficer => "watch officer",
        DutyOfficer => "duty officer",
        Commander => "commander",
        Administrator => "administrator",
        _ => "observer",
    };

    /// <summary>Reads what <see cref="Text"/> writes; hyphens count as blanks.</summary>
    public static Checked<Role> Parse(string? text) =>
        Enum.GetValues<Role>().Where(r => string.Equals(r.Text(), text?.Trim().Replace('-', ' '), StringComparison.OrdinalIgnoreCase)).Cast<Role?>().FirstOrDefault() is { } role
            ? role
            : new Problem("role", "is none of observer, watch officer, duty officer, commander, administrator");

    /// <summary>Who may do it, as in a sentence.</summary>
    public static string Allowed(this Deed deed) =>
        Table[deed] is [.. var others, var last] && others.Length > 0 ? $"{string.Join(", ", others.Select(static r => $"a {r.Text()}"))} or a {last.Text()}".Replace("a observer", "an observer", StringComparison.Ordinal).Replace("a administrator", "an administrator", StringComparison.Ordinal)
        : Table[deed] is [var only] ? $"only {(only is Administrator ? "an" : "a")} {only.Text()}" : "nobody";

    /// <summary>Those that take two officers, as in a sentence.</summary>
    public static string Does(this Deed deed) => deed switch
    {
        Deed.AcceptRisk => "accepting a risk",
        Deed.Release => "releasing a frozen incident",
        Deed.Suspend => "suspending an agreement",
        Deed.Keys => "changing keys",
        _ => deed.ToString(),
    };
}
