using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Console.Telling;

namespace Parley.Tests.Console.Telling;

/// <summary>People, needs and events for tests about telling.</summary>
internal static class Tellings
{
    public const string Since = "2026-11-23T12:00:00Z";

    public static Person Person(Role role = Role.DutyOfficer, string name = "A. Okafor", string language = "en") => new("p1", name, "okafor@example.org", role, language, "Europe/Paris", true);

    public static NeedView Need(string kind, int severity = 2, string? what = null, string id = "11111111-0000-0000-0000-000000000001", string? party = "quill", string? text = null, string since = Since) =>
        new(kind, id, party, severity, since, null, what, text);

    public static NeedView Flash(string id = "22222222-0000-0000-0000-000000000001") => Need("message", 3, "FLASH", id, text: "Hold all flights");

    public static TellEvent Event(params NeedView[] needs) => new(Guid.NewGuid().ToString("N"), Since, needs.Any(Kinds.Breaks), [.. needs], ImmutableDictionary<string, TargetState>.Empty);

    public static string NewFolder() => Directory.CreateTempSubdirectory("parley-telling-").FullName;
}
