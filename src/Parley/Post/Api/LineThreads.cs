using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>Messages that belong together, as the list of threads shows them. Called under the engine's lock: it looks at the newest messages only. Thread-safe.</summary>
internal static class LineThreads
{
    private const int Most = 100;
    private const int MostMessages = 2_000;

    /// <summary>First those with something to acknowledge here, the most urgent first; then the newest first.</summary>
    public static IReadOnlyList<ThreadView> Of(PostState state, PartyName me, string? party, Instant now, PhraseLanguage language)
    {
        var threads = new Dictionary<EntityId, Thread>();
        // What waits for the exchange is newer than all that came by it; what is to be acknowledged is shown however old it is.
        foreach (var (what, to) in state.WaitingMessages.Where(w => w.What.Kind != MessageKind.LinkCheck && (party is null || w.To.Contains(party))))
        {
            threads.TryAdd(what.Thread, new Thread(LineViews.Waiting(what, to, me, language)));
            threads[what.Thread].Note(to.Where(p => p != me.Value), what.Precedence, toTake: false, silent: true);
        }

        var newest = state.Messages().Take(MostMessages).ToArray();
        var last = newest.Length < MostMessages ? long.MinValue : newest[^1].Place;
        foreach (var m in newest.Concat(state.Untaken.Where(m => m.Place < last).OrderByDescending(static m => m.Place)))
        {
            if (m.What.Kind == MessageKind.LinkCheck || (party is not null && m.From.Value != party && !m.To.Any(p => p.Value == party)))
            {
                continue;
            }

            if (!threads.TryGetValue(m.What.Thread, out var thread))
            {
                threads[m.What.Thread] = thread = new Thread(LineViews.Of(state, m, me, now, language));
            }

            thread.Note(
                m.To.Append(m.From).Where(p => p != me).Select(static p => p.Value), m.What.Kind == MessageKind.Stop ? Precedence.Flash : m.What.Precedence,
                toTake: m.From != me && (m.To.Contains(me) || m.MediatorTold is not null) && !m.AcknowledgedBy(me), silent: m.From == me && m.Silent.Any());
        }

        return
        [
            .. threads.OrderByDescending(static t => t.Value.ToTake > 0 ? 1 + (int)t.Value.Highest : 0).ThenByDescending(static t => t.Value.Last.Pending).ThenByDescending(static t => t.Value.Last.At, StringComparer.Ordinal)
                .Take(Most).Select(static t => t.Value.View(t.Key)),
        ];
    }

    private sealed class Thread(MessageView last)
    {
        private readonly SortedSet<string> _with = new(StringComparer.Ordinal);
        private int _messages;
        private int _silent;
        private Precedence _ofAll;
        private Precedence _toTake;

        public MessageView Last { get; } = last;

        public int ToTake { get; private set; }

        public Precedence Highest => ToTake > 0 ? _toTake : _ofAll;

        public void Note(IEnumerable<string> with, Precedence precedence, bool toTake, bool silent)
        {
            _with.UnionWith(with);
            _messages++;
            _ofAll = precedence > _ofAll ? precedence : _ofAll;
            _silent += silent ? 1 : 0;
            if (toTake)
            {
                ToTake++;
                _toTake = precedence > _toTake ? precedence : _toTake;
            }
        }

        public ThreadView View(EntityId id) => new(id.ToString(), [.. _with], Last, _messages, ToTake, _silent, LineViews.PrecedenceText(Highest));
    }
}
