using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Now;
using Parley.Console.Roles;
using Parley.Core;

namespace Parley.Console.Telling;

/// <summary>What is to be told to one person now, of what waits: what is new or more urgent than when it was told, and wanted. Pure.</summary>
internal static class Picking
{
    /// <summary>As many needs as this and the list may have been cut: then what is missing from it may still wait.</summary>
    public const int MostListed = NeedsBook.Most;

    private const int MostUnderWay = 20;
    private const int MostFlashesUnderWay = 200;

    /// <summary>One need as it stands: another notice, proposal or alarm under the same id is another need.</summary>
    public static string KeyOf(NeedView need) => need is { Kind: "conflict", About: { } proposal } ? $"{Stem(need)}{need.What}|{proposal}" : $"{Stem(need)}{need.What}";

    /// <summary>What was told and no longer waits is forgotten, so that it is told again when it comes again.</summary>
    public static ImmutableDictionary<string, int> Standing(ImmutableDictionary<string, int> told, IReadOnlyList<NeedView> waiting)
    {
        if (waiting.Count >= MostListed || told.IsEmpty)
        {
            return told;
        }

        // A conflict whose proposal was answered is still the conflict that was told.
        var stems = waiting.Select(Stem).ToHashSet(StringComparer.Ordinal);
        var gone = told.Keys.Where(k => !stems.Contains(string.Concat(string.Join('|', k.Split('|').Take(3)), "|"))).ToArray();
        return gone.Length == 0 ? told : told.RemoveRange(gone);
    }

    /// <summary>Nothing of it waits any more. Of a list that was cut nobody knows.</summary>
    public static bool IsOver(TellEvent what, IReadOnlyList<NeedView> waiting) =>
        waiting.Count < MostListed && !waiting.Any(w => what.Needs.Any(n => n.Id == w.Id && n.Kind == w.Kind));

    /// <summary>What stays on its way when there is too much of it: the newest. What is no FLASH never pushes out one that is.</summary>
    public static ImmutableArray<TellEvent> Kept(ImmutableArray<TellEvent> all) =>
        [.. all.Where(static e => e.Breaks).TakeLast(MostFlashesUnderWay), .. all.Where(static e => !e.Breaks).TakeLast(MostUnderWay)];

    private static string Stem(NeedView need) => $"{need.Kind}|{need.Id}|{need.Since}|";

    /// <summary>The most urgent first.</summary>
    /// <param name="places">Where and under which agreements a need is.</param>
    /// <param name="muted">Whether a party is muted.</param>
    public static IEnumerable<NeedView> Fresh(
        Person person, TellingPreferences wants, ImmutableDictionary<string, int> told, IReadOnlyList<NeedView> waiting, Func<NeedView, NeedPlace> places, Func<string, bool> muted)
    {
        // One letter often is a need and an alarm, both of its very time: one of them is enough.
        var letters = waiting.Where(static n => n.Kind is not ("alarm" or "consent")).ToLookup(static n => n.Since, static n => n.Severity, StringComparer.Ordinal);
        foreach (var need in waiting)
        {
            if (need.Kind == "alarm" && letters[need.Since].Any(s => s >= need.Severity))
            {
                continue;
            }

            if ((told.TryGetValue(KeyOf(need), out var before) && before >= need.Severity) || !wants.Kinds!.Contains(Kinds.Of(need)) || !Concerns(person, need))
            {
                continue;
            }

            if (Kinds.Breaks(need))
            {
                yield return need;
            }
            else if (need.Severity >= wants.LeastSeverity && !(need is { Kind: "message", Party: { } party } && muted(party)) && IsIn(wants, need, places))
            {
                yield return need;
            }
        }
    }

    // Only a second officer can consent: neither who asked, nor who may not.
    private static bool Concerns(Person person, NeedView need) =>
        need.Kind != "consent" || (need.Text != person.Name && Enum.TryParse<Deed>(need.What, out var deed) && RoleTable.May(person.Role, deed));

    private static bool IsIn(TellingPreferences wants, NeedView need, Func<NeedView, NeedPlace> places)
    {
        if (wants.Agreements.Count == 0 && wants.Area is null)
        {
            return true;
        }

        var place = places(need);
        return (wants.Agreements.Count == 0 || place.Agreements.Count == 0 || place.Agreements.Any(wants.Agreements.Contains)) && (wants.Area is not { } area || place.IsIn(area));
    }
}

/// <summary>
/// How often one person is told of what is no FLASH: at once, and the longer it keeps coming, the more of it together, so that a flood is a few
/// messages and not thousands. One thread.
/// </summary>
internal sealed class Resting
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(15);

    private TimeSpan _rest = TimeSpan.Zero;
    private Instant _toldAt = Instant.Min;

    public bool Over(Instant now) => now >= _toldAt.Plus(_rest);

    public void Told(Instant now)
    {
        var soon = now.Since(_toldAt) < 4 * (_rest < Least ? Least : _rest);
        (_toldAt, _rest) = (now, soon ? TimeSpan.FromTicks(Math.Min(Most.Ticks, Math.Max(Least.Ticks, 2 * _rest.Ticks))) : Least);
    }
}
