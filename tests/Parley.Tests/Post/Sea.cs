using System.Collections.Immutable;
using System.Text.Json;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>
/// Posts and a relay in one thread: states as they are, the relay as it promises to be, and a world of one dimension in which an intent is a
/// number and two are in conflict when they are nearer than 10. Every command goes through the codec, as it does on its way to the journal.
/// </summary>
internal sealed class Sea(params string[] names)
{
    public Dictionary<string, Boat> Boats { get; } = names.ToDictionary(static n => n, static n => new Boat(n));

    public Instant Now { get; private set; } = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public Boat this[string name] => Boats[name];

    internal sealed record Mail(long Seq, long Place, Instant Time, bool Sent, PartyName From, long Number, Letter Letter);

    internal sealed class Boat(string name)
    {
        public PartyName Name { get; } = new(name);

        public PostState State { get; set; } = new(new PartyName(name));

        /// <summary>Another state that everything is applied to as well, where a test wants to know that it answers the same.</summary>
        public PostState? Shadow { get; set; }

        public List<byte[]> Journal { get; private set; } = [];

        public List<Mail> Mailbox { get; } = [];

        public long Taken { get; set; }

        public long Confirmed { get; set; }

        public PostOutcome Do(PostCommand command)
        {
            var bytes = PostCodec.Encode(command);
            Journal.Add(bytes);
            var outcome = State.Apply(PostCodec.Decode(bytes));
            if (Shadow is not null)
            {
                Assert.Equal(Text(outcome), Text(Shadow.Apply(PostCodec.Decode(bytes))));
            }

            return outcome;
        }

        private static string Text(PostOutcome outcome) => outcome is LettersWritten written ? string.Join(' ', written.Numbers) : outcome.ToString();

        public void RestoreTo(int entries)
        {
            Journal = [.. Journal.Take(entries)];
            State = Replayed();
            Shadow = null;
        }

        public PostState Replayed()
        {
            var state = new PostState(Name);
            Journal.ForEach(e => state.Apply(PostCodec.Decode(e)));
            return state;
        }
    }

    public void Pass(TimeSpan time) => Now = Now.Plus(time);

    /// <summary>Writes a letter as a person at the post would: refused at once where its place could only refuse it.</summary>
    public bool Write(Boat boat, LetterBody body, params PartyName[] to)
    {
        if (boat.State.Judge(boat.Name, body, Now) is not null || boat.State.CatchingUp)
        {
            return false;
        }

        boat.Do(new WriteLetters(Now, [new Draft([.. to], body)]));
        return true;
    }

    public bool Send(Boat boat)
    {
        if (boat.State.Outbox.FirstOrDefault(l => l.Number == boat.Taken + 1) is not { } letter)
        {
            return false;
        }

        Pass(TimeSpan.FromMilliseconds(1));
        boat.Taken++;
        var said = new Letter(boat.Name, letter.To, Now, letter.Body);
        foreach (var name in letter.To.Keys.Where(Boats.ContainsKey))
        {
            Drop(Boats[name], boat.Name, sent: false, letter.Number, said);
        }

        Drop(boat, boat.Name, sent: true, letter.Number, said);
        _place++;
        return true;
    }

    private long _place = 1;

    private void Drop(Boat into, PartyName from, bool sent, long number, Letter letter) =>
        into.Mailbox.Add(new Mail(into.Mailbox.Count + 1, _place, Now, sent, from, number, letter));

    public bool Take(Boat boat)
    {
        if (boat.Confirmed >= boat.Mailbox.Count)
        {
            return false;
        }

        var mail = boat.Mailbox[(int)boat.Confirmed];
        if (mail.Seq > boat.State.LastSeq)
        {
            if (mail.Sent)
            {
                var letter = boat.State.OutLetter(mail.Number);
                boat.Do(new TakeSent(
                    Now, mail.Seq, mail.Place, mail.Time, mail.Number, letter is null ? null : mail.Letter, letter is null ? null : Found(boat, letter.Body, boat.Name, letter.To.Keys)));
            }
            else
            {
                Receive(boat, mail);
            }
        }

        boat.Confirmed++;
        return true;
    }

    private void Receive(Boat boat, Mail mail)
    {
        var letter = mail.Letter;
        if (letter.Body is HistoryTold told)
        {
            foreach (var past in told.Letters)
            {
                boat.Do(new TellHistory(Now, mail.From, past.Place, past.Time, JsonSerializer.Deserialize(past.Jws, PostJson.Default.Letter)!, past.Jws));
            }

            boat.Do(new EndHistory(Now, mail.From, Told: true));
            TakeTold(boat);
            while (boat.State.NextHeld(mail.From) is not null || boat.State.Stuck(mail.From))
            {
                boat.Do(boat.State.NextHeld(mail.From) is not null ? new ReleaseHeld(Now, mail.From) : new SkipMissing(Now, mail.From));
                TakeTold(boat);
            }
        }

        boat.Do(new ReceiveLetter(
            Now, mail.Seq, mail.Place, mail.Time, letter, JsonSerializer.Serialize(letter, PostJson.Default.Letter), Found(boat, letter.Body, letter.From, letter.To.Keys)));
        if (letter.Body is HistoryAsked asked)
        {
            boat.Do(new WriteLetters(Now, [new Draft([mail.From], new HistoryTold(History(boat, mail.From, asked), Last: true))]));
        }
    }

    private void TakeTold(Boat boat)
    {
        while (boat.State.NextTold is { } told)
        {
            boat.Do(new TakeHistory(Now, told.Place, Found(boat, told.Letter.Body, told.Letter.From, told.Letter.To.Keys)));
        }
    }

    /// <summary>A post comes back as it was some entries ago, is written at before it reaches the relay, finds that the relay knows more of it, and asks the others.</summary>
    public void Restore(Boat boat, int entries, Action<Boat>? meanwhile = null)
    {
        boat.RestoreTo(entries);
        boat.Do(new Woke(Now));
        meanwhile?.Invoke(boat);
        if (boat.Taken > boat.State.LastNumber || boat.Confirmed > boat.State.LastSeq)
        {
            boat.Do(new AdoptNumbers(Now, boat.Taken, boat.Confirmed, [.. Boats.Values.Select(static b => b.Name).Where(n => n != boat.Name)]));
        }
        else
        {
            boat.Do(new Compared(Now));
        }
    }

    /// <summary>All mail is sent and taken, over and over, until nobody has anything to say.</summary>
    public void Settle()
    {
        while (Boats.Values.Aggregate(false, (any, b) => any | Send(b) | Take(b)))
        {
        }
    }

    private static ImmutableArray<PastLetter> History(Boat boat, PartyName with, HistoryAsked asked) =>
    [
        .. boat.Journal.Select(static e => PostCodec.Decode(e)).Select(c => c switch
        {
            ReceiveLetter r => (r.Place, r.Time, r.Letter),
            TakeSent { Letter: { } l } s => (s.Place, s.Time, l),
            TellHistory h => (h.Place, h.Time, h.Letter),
            _ => (0L, default(Instant), null!),
        })
        .Where(p => p.Item3 is { } l
            && ((l.From == with && l.To.GetValueOrDefault(boat.Name.Value) > asked.HasOfMine) || (l.From == boat.Name && l.To.GetValueOrDefault(with.Value) > asked.HasOfYours)))
        .DistinctBy(static p => p.Item1)
        .OrderBy(static p => p.Item1)
        .Select(static p => new PastLetter(p.Item1, p.Item2, JsonSerializer.Serialize(p.Item3, PostJson.Default.Letter))),
    ];

    public static RawJson At(int place) => new($"[{place}]");

    public NoticeFacts Facts(int startsInMinutes) => new(
        Now.Plus(TimeSpan.FromMinutes(startsInMinutes)), Now.Plus(TimeSpan.FromMinutes(startsInMinutes + 30)), 1, 1800);

    private readonly Dictionary<string, NoticeFacts> _facts = [];

    /// <summary>Facts stand for geometry, so all who get the same volumes find the same.</summary>
    public void Remember(EntityId intent, int version, NoticeFacts facts) => _facts[$"{intent}/{version}"] = facts;

    private static int PlaceOf(RawJson volumes) => int.Parse(volumes.Text.Trim('[', ']'), System.Globalization.CultureInfo.InvariantCulture);

    private Findings? Found(Boat boat, LetterBody body, PartyName from, IEnumerable<string> to)
    {
        if (body is AgreementDrafted drafted)
        {
            return new Findings(JsonSerializer.Deserialize(drafted.Document, PostJson.Default.AgreementDocument), Hash: drafted.Document.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (body is IncidentOpened)
        {
            return new Findings(Around: [.. boat.State.Declared.Select(static d => d.Id)]);
        }

        if (body is Reconfirmed reconfirmed)
        {
            return boat.State.Find(reconfirmed.Intent) is { } again && (again.Owner == boat.Name ? boat.State.LastTold(again.Id, false) : again.Volumes) is { } held
                ? new Findings(Pairs: Pairs(boat, again.Id, from, to, held, again.Agreements, FactsOf(boat, again)))
                : null;
        }

        return body is Notice notice && _facts.TryGetValue($"{notice.Intent}/{notice.Version}", out var facts)
            ? new Findings(Facts: facts, Pairs: Pairs(boat, notice.Intent, from, to, notice.Volumes, notice.Agreements, facts))
            : null;
    }

    private NoticeFacts FactsOf(Boat boat, Declared declared) =>
        _facts[$"{declared.Id}/{(declared.Owner == boat.Name ? declared.Notices.Values.Max(static n => n.Version) : declared.Version)}"];

    private ImmutableArray<Closeness> Pairs(
        Boat boat, EntityId intent, PartyName from, IEnumerable<string> to, RawJson place, ImmutableArray<EntityId> agreements, NoticeFacts facts)
    {
        var told = to.ToHashSet(StringComparer.Ordinal);
        var pairs = ImmutableArray.CreateBuilder<Closeness>();
        foreach (var other in boat.State.Declared.Where(d => d.Owner != from && !d.Over && !d.Expired))
        {
            var shared = other.Agreements.Where(agreements.Contains).ToImmutableArray();
            var theirs = other.Owner == boat.Name ? boat.State.LastTold(other.Id, false) : other.Volumes;
            if (shared.IsEmpty || theirs is not { } volumes || (other.Owner == boat.Name && !other.Notices.ContainsKey(from)) || (from == boat.Name && !told.Contains(other.Owner.Value)))
            {
                continue;
            }

            var start = Later(facts.Start, FactsOf(boat, other).Start);
            var gap = Math.Abs(PlaceOf(place) - PlaceOf(volumes));
            var id = ConflictOf(intent, other.Id);
            if (gap < 10 || boat.State.Conflict(id) is { Now.Near: true })
            {
                pairs.Add(new Closeness(id, other.Id, gap < 10, shared, gap, 0, 0, new SeparationTerms(10, 10, 10), 0, gap, start, start.Plus(TimeSpan.FromMinutes(20))));
            }
        }

        return pairs.ToImmutable();
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    public static EntityId ConflictOf(EntityId a, EntityId b)
    {
        var (x, y) = (a.Value.ToByteArray(), b.Value.ToByteArray());
        return new EntityId(new Guid([.. x.Zip(y, static (p, q) => (byte)(p ^ q))]));
    }
}
