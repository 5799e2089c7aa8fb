using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Console.Now;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Post;
using Parley.Post.Api;

namespace Parley.Console.Desk;

/// <summary>What the frame of every page shows at one state of the post: the same views that the API answers with. Immutable but for what it keeps by language; thread-safe.</summary>
internal sealed class Glance(
    string exchange, IReadOnlyList<LineView> lines, IReadOnlyList<OnWatchView> onWatch, IReadOnlyList<NeedView> needs, ImmutableArray<MessageSeen> calling, ImmutableArray<MessageSeen> unanswered,
    PartyName me, Instant at)
{
    private readonly ConcurrentDictionary<(string Language, bool Calling), IReadOnlyList<MessageView>> _views = new();

    /// <summary><c>up</c> or <c>down</c>.</summary>
    public string Exchange { get; } = exchange;

    public IReadOnlyList<LineView> Lines { get; } = lines;

    public IReadOnlyList<OnWatchView> OnWatch { get; } = onWatch;

    public IReadOnlyList<NeedView> Needs { get; } = needs;

    public bool IsOnWatch(string officer) => OnWatch.Any(o => o.Officer == officer);

    /// <summary>FLASH and STOP that nobody here has acknowledged: STOP first, then the oldest; a few of each party.</summary>
    public IReadOnlyList<MessageView> Calling(string language) => Views(language, calling, ofCalling: true);

    /// <summary>The parties of which more call than are shown, and how many.</summary>
    public IReadOnlyList<(string Party, int Count)> MoreCalling { get; } = [.. calling.Where(static m => m.More > 0).Select(static m => (m.Message.From.Value, m.More)).Distinct()];

    /// <summary>This post's own FLASH and STOP of the last day that somebody has still to acknowledge, the newest first.</summary>
    public IReadOnlyList<MessageView> Unanswered(string language) => Views(language, unanswered, ofCalling: false);

    private IReadOnlyList<MessageView> Views(string language, ImmutableArray<MessageSeen> messages, bool ofCalling) => messages.IsEmpty
        ? []
        : _views.GetOrAdd((language, ofCalling), _ => [.. messages.Select(m => LineViews.Of(m.Message, me, at, PhraseLanguage.Parse(language) is { Ok: true } known ? known.Value : PhraseLanguage.English) with { AcknowledgementWaits = m.Waits })]);
}

/// <summary>A message, with whose acknowledgement of it waits for the exchange.</summary>
/// <param name="Steps">How many steps its escalation has taken: that changes by the clock alone.</param>
/// <param name="More">How many more of its sender call, beyond those that are shown.</param>
internal readonly record struct MessageSeen(Message Message, string? Waits, int Steps, int More = 0);

/// <summary>Looks at the state for what the frame of every page shows. Used by the one loop that feeds the windows.</summary>
internal sealed class GlanceBook(PostEngine engine, Inbox inbox, NeedsBook needs)
{
    // Of one party: a flood must not bury what others say.
    private const int MostOfOne = 3;
    private const int MostUnanswered = 20;

    // Own messages farther back than so many of the line's are history to the frame; the page of the line has them.
    private const int LooksBack = 500;

    private byte[] _key = [];
    private ImmutableArray<MessageSeen> _calling = [];
    private ImmutableArray<MessageSeen> _unanswered = [];

    /// <summary>The same as before when nothing of it changed.</summary>
    public Glance Look(Glance? before)
    {
        var now = engine.Now;
        var me = engine.Me;
        var (lines, onWatch, calling, unanswered) = engine.Read(s => (
            s.OtherParties(now).Select(p => LineViews.Of(s, p, now)).ToArray(),
            s.Watch.Select(static w => new OnWatchView(w.Officer, w.Role, w.Since.ToString())).ToArray(),
            Calling(s, now),
            s.Messages().Take(LooksBack).TakeWhile(m => now.Since(m.At) < TimeSpan.FromDays(1)).Where(m => m.From == me && Urgent(m) && m.Silent.Any()).Take(MostUnanswered)
                .Select(m => new MessageSeen(m, null, m.To.Sum(p => m.StepsTo(p, now).Count()))).ToImmutableArray()));
        var waiting = needs.Waiting();
        var exchange = inbox.Up ? "up" : "down";
        using var key = new MemoryStream();
        JsonSerializer.Serialize(key, lines, PostWireJson.Default.IReadOnlyListLineView);
        JsonSerializer.Serialize(key, waiting, PostWireJson.Default.IReadOnlyListNeedView);
        JsonSerializer.Serialize(key, new WatchView(onWatch, []), PostWireJson.Default.WatchView);
        key.Write(inbox.Up ? "u"u8 : "d"u8);
        if (before is not null && calling.SequenceEqual(_calling) && unanswered.SequenceEqual(_unanswered) && key.GetBuffer().AsSpan(0, (int)key.Length).SequenceEqual(_key))
        {
            return before;
        }

        (_key, _calling, _unanswered) = (key.ToArray(), calling, unanswered);
        return new Glance(exchange, lines, onWatch, waiting, calling, unanswered, me, now);
    }

    // What a party was muted for does not call, but for its STOP.
    private ImmutableArray<MessageSeen> Calling(PostState s, Instant now) =>
    [
        .. s.Untaken.Where(m => Urgent(m) && (m.What.Kind == MessageKind.Stop || s.MutedAt(m.From, now) is null)).GroupBy(static m => m.From)
            .SelectMany(party => party.OrderByDescending(static m => m.What.Kind == MessageKind.Stop).ThenBy(static m => m.Place).Take(MostOfOne)
                .Select(m => new MessageSeen(m, s.AcknowledgementWaits(m.Id), m.StepsTo(engine.Me, now).Count(), party.Count() - MostOfOne)))
            .OrderByDescending(static m => m.Message.What.Kind == MessageKind.Stop).ThenBy(static m => m.Message.Place),
    ];

    private static bool Urgent(Message m) => m.What.Kind == MessageKind.Stop || (m.What.Kind == MessageKind.Message && m.What.Precedence == Precedence.Flash);
}
