using Parley.Client.Post;
using Parley.Core;

namespace Parley.Console.Telling;

/// <summary>The hours in which a person is told of nothing but FLASH and STOP: by the clock on that person's wall, whatever it does. Pure.</summary>
internal static class QuietHours
{
    /// <summary>From the one time of day on until before the other, over midnight where that is later; the same twice is the whole day.</summary>
    public static bool Hold(TellingPreferences preferences, TimeZoneInfo zone, Instant now)
    {
        if (PreferenceReader.TimeOfDay(preferences.QuietFrom) is not { } from || PreferenceReader.TimeOfDay(preferences.QuietTo) is not { } to)
        {
            return false;
        }

        var wall = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), zone).DateTime);
        return from < to ? wall >= from && wall < to : wall >= from || wall < to;
    }
}
