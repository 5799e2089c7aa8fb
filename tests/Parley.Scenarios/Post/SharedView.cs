using System.Text.Json;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>
/// What two parties must see alike, as text: agreements, intents told of, their notices and marks, conflicts, proposals. Left out is what only
/// one side can know: suggestions, names of recipients, when a notice was delivered.
/// </summary>
public static class SharedView
{
    private static readonly JsonSerializerOptions Indented = new(PostWireJson.Default.Options) { WriteIndented = true };

    /// <summary>Waits until nothing is on its way; then both must see the same.</summary>
    public static async Task<string> SameAsync(PostWorld world, string a, string b)
    {
        await world.QuietAsync();
        // A letter that left one outbox may be a moment away from the other's journal.
        var until = DateTimeOffset.UtcNow.AddSeconds(15);
        while (true)
        {
            var (one, other) = (await OfAsync(world[a], b), await OfAsync(world[b], a));
            if (one == other || DateTimeOffset.UtcNow > until)
            {
                Assert.Equal(one, other);
                return one;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>What a post shares with one other party.</summary>
    public static async Task<string> OfAsync(PostProcess post, string other)
    {
        var agreements = (await post.AgreementsAsync()).Where(a => a.Document.GetProperty("parties").EnumerateArray().Any(p => p.GetString() == other));
        var intents = (await post.IntentsAsync()).Where(static i => !i.Civil).Select(i => Shared(i, post.Name, other)).OfType<IntentView>().ToArray();
        var ids = intents.Select(static i => i.Id).ToHashSet();
        var conflicts = (await post.ConflictsAsync()).Where(c => c.Intents.All(ids.Contains) && c.Parties.Contains(post.Name) && c.Parties.Contains(other));
        var messages = (await post.MessagesAsync()).Where(m => m.From == post.Name ? m.To.Contains(other) : m.From == other);
        var incidents = (await post.IncidentsAsync()).Where(i => i.Parties.Contains(other));
        return string.Join('\n',
        [
            .. messages.Select(static m => JsonSerializer.Serialize(m with { Mine = false }, Indented)),
            .. incidents.OrderBy(static i => i.Id).Select(static i => JsonSerializer.Serialize(i, Indented)),
            .. agreements.OrderBy(static a => a.Id).Select(static a => JsonSerializer.Serialize(a, Indented)),
            .. intents.OrderBy(static i => i.Id).Select(static i => JsonSerializer.Serialize(i, Indented)),
            .. conflicts.OrderBy(static c => c.Id).Select(static c => JsonSerializer.Serialize(c with { Suggestions = [] }, Indented)),
        ]);
    }

    private static IntentView? Shared(IntentView intent, string me, string other)
    {
        var receiver = intent.Owner == me ? other : me;
        var notices = intent.Notices.Where(n => n.Party == receiver && n.At is not null).Select(static n => n with { DeliveredAt = null }).ToArray();
        return notices.Length == 0 || (intent.Owner != me && intent.Owner != other) ? null : intent with
        {
            Mine = false,
            Volumes = notices.Any(static n => n.Disclosure == "footprint") ? [.. intent.Volumes.Select(Footprint)] : intent.Volumes,
            Notices = notices,
            Marks = [.. intent.Marks.Where(m => m.Party == receiver)],
            Conflicts = [],
            UncoveredParts = null,
            Uncovered = false,
            Recipients = null,
        };
    }

    private static WireVolume4D Footprint(WireVolume4D volume) =>
        volume with { Volume = volume.Volume! with { AltitudeLower = null, AltitudeUpper = null } };
}
