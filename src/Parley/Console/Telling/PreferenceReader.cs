using System.Globalization;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Console.Telling;

/// <summary>What a person asked to be told of: checked as it comes in, and what holds where nothing was asked.</summary>
internal static class PreferenceReader
{
    private const int MostAgreements = 100;

    /// <summary>
    /// Until somebody says otherwise: all that is to be acted on, by every way, for those who may act; in the console alone for those who only look. The
    /// daily edition comes to those who ask for it.
    /// </summary>
    public static TellingPreferences Usual(Role role) => new() { Kinds = Kinds.All, Ways = RoleTable.May(role, Deed.Acknowledge) ? Ways.All : [Ways.Console] };

    public static TellingPreferences Of(Person person, PersonTelling telling) => telling.Preferences ?? Usual(person.Role);

    public static Checked<TellingPreferences> Check(TellingPreferences given)
    {
        if (given.Kinds is not { } kinds || kinds.FirstOrDefault(static k => !Kinds.All.Contains(k)) is not null)
        {
            return new Problem("kinds", $"must be a list of {string.Join(", ", Kinds.All)}");
        }

        if (given.Ways is not { } ways || ways.Any(static w => !Ways.All.Contains(w)) || ways.Distinct().Count() != ways.Count)
        {
            return new Problem("ways", "must be a list of console, push, e-mail, each at most once, in the order to try them in");
        }

        if (given.Agreements is not { Count: <= MostAgreements } agreements)
        {
            return new Problem("agreements", $"must be a list of at most {MostAgreements} ids");
        }

        foreach (var id in agreements)
        {
            if (!EntityId.Parse(id).Try(out _, out var fault))
            {
                return fault.Under("agreements");
            }
        }

        if (given.Area is { } area)
        {
            if (!LatLng.Create(area.Lat, area.Lng).Try(out _, out var fault))
            {
                return fault.Under("area");
            }

            if (!(area.RadiusKm is >= 0.1 and <= 20_000))
            {
                return new Problem("area.radius_km", "must be a number from 0.1 to 20000");
            }
        }

        return given.LeastSeverity is < 1 or > 3 ? new Problem("least_severity", "must be 1, 2 or 3")
            : given.EditionHour is < 0 or > 23 ? new Problem("edition_hour", "must be an hour from 0 to 23")
            : (given.QuietFrom is null) != (given.QuietTo is null) ? new Problem("quiet_from", "and quiet_to go together; give both or neither")
            : given.QuietFrom is not null && TimeOfDay(given.QuietFrom) is null ? new Problem("quiet_from", "must be a time of day like 22:00")
            : given.QuietTo is not null && TimeOfDay(given.QuietTo) is null ? new Problem("quiet_to", "must be a time of day like 06:30")
            : given with { Kinds = [.. Kinds.All.Where(kinds.Contains)], Agreements = [.. agreements.Distinct()] };
    }

    public static TimeOnly? TimeOfDay(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    public static TimeZoneInfo Zone(Person person) => TimeZoneInfo.TryFindSystemTimeZoneById(person.Zone, out var zone) ? zone : TimeZoneInfo.Utc;
}
