using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Parley.Client.Post;

namespace Parley.Console.Telling;

/// <summary>A person's preferences while they are changed on the page. Used from one window's renderer only.</summary>
internal sealed class WantedTelling
{
    public HashSet<string> Kinds { get; } = [];

    public HashSet<string> Agreements { get; } = [];

    public HashSet<string> On { get; } = [];

    /// <summary>All ways, those that are not used too, so that one can be put where it belongs before it is turned on.</summary>
    public List<string> Order { get; } = [];

    public bool SomeAgreements { get; set; }

    public bool SomeArea { get; set; }

    public double Km { get; set; } = 100;

    public double Lat { get; set; }

    public double Lng { get; set; }

    public int Least { get; set; }

    public bool Quiet { get; set; }

    public TimeOnly From { get; private set; } = new(22, 0);

    public TimeOnly To { get; private set; } = new(6, 0);

    /// <summary>As it stands in its field: empty while it is being typed anew, and then <see cref="From"/> is the one before.</summary>
    public string FromText
    {
        get;
        set => (field, From) = Read(value, From);
    } = "22:00";

    /// <inheritdoc cref="FromText"/>
    public string ToText
    {
        get;
        set => (field, To) = Read(value, To);
    } = "06:00";

    public bool Edition { get; set; }

    public int Hour { get; set; }

    public TellingPreferences Preferences => new()
    {
        Kinds = [.. Telling.Kinds.All.Where(Kinds.Contains)],
        Agreements = SomeAgreements ? [.. Agreements.Order(StringComparer.Ordinal)] : [],
        Area = SomeArea ? new TellingArea(Lat, Lng, Km) : null,
        LeastSeverity = Least,
        Ways = [.. Order.Where(On.Contains)],
        QuietFrom = Quiet ? Clock(From) : null,
        QuietTo = Quiet ? Clock(To) : null,
        Edition = Edition,
        EditionHour = Hour,
    };

    public static WantedTelling Of(TellingView view)
    {
        var p = view.Preferences;
        var wanted = new WantedTelling
        {
            SomeAgreements = p.Agreements.Count > 0,
            SomeArea = p.Area is not null,
            Least = p.LeastSeverity,
            Quiet = p.QuietFrom is not null,
            Edition = p.Edition,
            Hour = p.EditionHour,
        };
        wanted.Kinds.UnionWith(p.Kinds ?? []);
        wanted.Agreements.UnionWith(p.Agreements);
        wanted.On.UnionWith(p.Ways ?? []);
        wanted.Order.AddRange([.. p.Ways ?? [], .. Ways.All.Where(w => p.Ways?.Contains(w) != true)]);
        (wanted.Lat, wanted.Lng, wanted.Km) = p.Area is { } area ? (area.Lat, area.Lng, area.RadiusKm) : (wanted.Lat, wanted.Lng, wanted.Km);
        (wanted.FromText, wanted.ToText) = (p.QuietFrom ?? wanted.FromText, p.QuietTo ?? wanted.ToText);
        return wanted;
    }

    /// <summary>Whether anything differs from what is kept.</summary>
    public bool Changed(TellingView view)
    {
        var (here, kept) = (Preferences, Of(view).Preferences);
        return !here.Kinds!.SequenceEqual(kept.Kinds!) || !here.Agreements.SequenceEqual(kept.Agreements) || !here.Ways!.SequenceEqual(kept.Ways!) || here.Area != kept.Area
            || (here.LeastSeverity, here.QuietFrom, here.QuietTo, here.Edition, here.EditionHour) != (kept.LeastSeverity, kept.QuietFrom, kept.QuietTo, kept.Edition, kept.EditionHour);
    }

#pragma warning disable CA1822 // Reads as what is done to the preferences.
    public void Tick(HashSet<string> set, string value, ChangeEventArgs e)
#pragma warning restore CA1822
    {
        if (e.Value is true)
        {
            set.Add(value);
        }
        else
        {
            set.Remove(value);
        }
    }

    /// <summary>Only within a place: at first the middle of an agreement's area, to begin from somewhere near.</summary>
    public void ChooseArea(JsonElement? agreement)
    {
        SomeArea = true;
        if ((Lat, Lng) == (0, 0) && agreement is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("area", out var area) && area.TryGetProperty("coordinates", out var rings)
            && rings.ValueKind == JsonValueKind.Array && rings.GetArrayLength() > 0 && rings[0] is { ValueKind: JsonValueKind.Array } ring)
        {
            var points = ring.EnumerateArray().Where(static p => p.ValueKind == JsonValueKind.Array && p.GetArrayLength() >= 2 && p[0].ValueKind == JsonValueKind.Number && p[1].ValueKind == JsonValueKind.Number)
                .Select(static p => (Lng: p[0].GetDouble(), Lat: p[1].GetDouble())).ToArray();
            if (points.Length > 0)
            {
                (Lat, Lng) = (Math.Round(points.Average(static p => p.Lat), 2), Math.Round(points.Average(static p => p.Lng), 2));
            }
        }
    }

    public int Rank(string way) => Order.Where(On.Contains).ToList().IndexOf(way) + 1;

    public void Move(string way, int by)
    {
        var at = Order.IndexOf(way);
        Order.RemoveAt(at);
        Order.Insert(Math.Clamp(at + by, 0, Order.Count), way);
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    // Browsers add the seconds, which nobody typed.
    private static (string Text, TimeOnly Time) Read(string text, TimeOnly before) =>
        (text.Length > 5 ? text[..5] : text, TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : before);
}
