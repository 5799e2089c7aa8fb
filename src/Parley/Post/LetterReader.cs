using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Turns a letter that anybody may have written into what the fold may take, with the findings that need geometry, or into one sentence.
/// Thread-safe; <see cref="Find"/> takes the engine's lock.
/// </summary>
internal sealed class LetterReader(PostEngine engine, PartyKeys keys)
{
    // Posts' clocks may be some minutes off; more than that says that the letter was held back or made up.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>The letter, when it is well-formed, from who signed it, to this post, and of its time.</summary>
    public Checked<Letter> Read(byte[] payload, string from, Instant taken)
    {
        Letter letter;
        try
        {
            using var whole = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            letter = JsonSerializer.Deserialize(payload, PostJson.Default.Letter)!;
            if (from != PartyDescription.ExchangeName && Texts.Fault(whole.RootElement) is { } unsafeText)
            {
                // A message must reach its reader whatever its sender put into it; all else is refused.
                if (letter?.Body is not MessageSent message)
                {
                    return unsafeText;
                }

                letter = letter with { Body = Texts.Defused(message) };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new Problem("", "it is of a kind that is not known here, or not written as that kind is");
        }

        if (letter is null || letter.Body is null || letter.To is null)
        {
            return new Problem("", "it says nothing");
        }

        if (letter.From.Value != from)
        {
            return new Problem("", $"it says that it is from another party than {from}, who signed it");
        }

        if (!letter.To.ContainsKey(engine.Me.Value) && from != engine.Me.Value)
        {
            return new Problem("", "it is addressed to others");
        }

        if (letter.Written.Since(taken) > Tolerance || taken.Since(letter.Written) > Tolerance)
        {
            return new Problem("", $"it says it was written at {letter.Written}, but the exchange took it at {taken}: back-dated, held back, or a wrong clock");
        }

        if (letter.Body is UssRequest && from != PartyDescription.ExchangeName)
        {
            return new Problem("", "only the exchange brings requests of civil systems");
        }

        return Fault(letter, engine.Me.Value) is { } fault ? fault : letter;
    }

    // A number stands for a name that is not there in JSON's enumerations, and a letter outside the row could be told again without end.
    private static Problem? Fault(Letter letter, string me)
    {
        var number = letter.To.GetValueOrDefault(me);
        return number < 0 || (number == 0 && letter.Body is not (HistoryAsked or HistoryTold or UssRequest or UssAnswer or Blank)) ? new Problem("", "it has no number in the row of its sender's letters")
            : letter.Body switch
            {
                Notice { UnderWay: { } change } when !Enum.IsDefined(change) => new Problem("under_way", "is none that is known"),
                NoticeWithdrawn { Outcome: var outcome } when !Enum.IsDefined(outcome) => new Problem("outcome", "is none that is known"),
                Proposed { Kind: var kind } when !Enum.IsDefined(kind) => new Problem("kind", "is none that is known"),
                MessageSent message => MessageFault(message),
                MessageEscalated { Original: var original } => original is null ? new Problem("original", "is missing") : MessageFault(original),
                WatchTold { Officers: { IsDefault: false, Length: > 100 } } => new Problem("officers", "are more than 100"),
                IncidentOpened { Place: var place } when place is null || !OnEarth(place) => new Problem("place", "is no place on the earth"),
                InquiryAnswered { Answer: var answer } when !Enum.IsDefined(answer) => new Problem("answer", "is none that is known"),
                CommentMade made => CommentFault(made, letter.To.Keys),
                Stood { Stand: var stand } when !Enum.IsDefined(stand) => new Problem("stand", "is none that is known"),
                _ => null,
            };
    }

    private static Problem? MessageFault(MessageSent message)
    {
        if (!Enum.IsDefined(message.Kind) || !Enum.IsDefined(message.Precedence))
        {
            return new Problem("kind", "or precedence is none that is known");
        }

        var attachments = message.Attachments is { IsDefault: false } list ? list : [];
        return attachments.Length > 50 || attachments.Any(static a => a is null || !Enum.IsDefined(a.Kind) || (a.Points is { IsDefault: false } points && (points.Length > 1000 || points.Any(static p => p is null || !OnEarth(p)))))
            ? new Problem("attachments", "are too many, or not on the earth")
            : message.Phrase is { Slots.Count: > 20 } ? new Problem("phrase", "has more than 20 slots")
            : null;
    }

    // Its receivers are shown beside it as those who read it too.
    private static Problem? CommentFault(CommentMade made, IEnumerable<string> to) =>
        !Enum.IsDefined(made.About) ? new Problem("about", "is none that is known")
        : !to.All(PlainText.IsPartyName) ? new Problem("to", "names a receiver that can be no party")
        : Texts.Fault(made.Text, Comment.MostText)?.Under("text") ?? (made.Officer is { } officer ? Texts.Fault(officer, 200)?.Under("officer") : null);

    private static bool OnEarth(PointAt p) => p.Lat is >= -90 and <= 90 && p.Lng is >= -180 and <= 180 && p.AltitudeM is null or (>= -1_000 and <= 100_000);

    /// <summary>
    /// The teller's own letter, told again. One that can't be taken keeps its number and says nothing, so that the row goes on behind it;
    /// the problem is for the log. Null when it is none of the teller's to this post.
    /// </summary>
    public (Letter? Letter, Problem? Problem) ReadAgain(byte[] payload, PartyName teller)
    {
        try
        {
            using var whole = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            var letter = JsonSerializer.Deserialize(payload, PostJson.Default.Letter);
            if (letter is null || letter.From != teller || !letter.To.ContainsKey(engine.Me.Value))
            {
                return (null, new Problem("", "a letter that it tells again is from or to another"));
            }

            var fault = Texts.Fault(whole.RootElement) ?? Fault(letter, engine.Me.Value)
                ?? (letter.Body is UssRequest ? new Problem("", "only the exchange brings requests of civil systems") : null)
                ?? (letter.Body is Proposed && Find(letter.Body, teller, letter.To.Keys, letter.Written) is { Ok: false, Problem: var bad } ? bad : null);
            return fault is null ? (letter, null) : (letter with { Body = new Blank() }, fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return (null, new Problem("", "a letter that it tells again can't be read"));
        }
    }

    /// <summary>A letter's number in its sender's row, of a letter whose signature was right, whatever else is wrong with it; 0 when it can't be read.</summary>
    public static long NumberOf(byte[] payload, string receiver)
    {
        try
        {
            using var whole = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 64 });
            return whole.RootElement.TryGetProperty("to", out var to) && to.TryGetProperty(receiver, out var number) && number.TryGetInt64(out var value) ? value : 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>What the fold needs to know of a letter. The problem refuses it.</summary>
    /// <param name="taken">When the exchange took the letter: a post that was away reads of what has ended since.</param>
    public Checked<Findings> Find(LetterBody body, PartyName from, IEnumerable<string> to, Instant taken) => body switch
    {
        AgreementDrafted drafted => FindTerms(drafted, from),
        Notice notice => FindNotice(notice, from, to, taken),
        IncidentOpened opened => new Findings(Around: Around(opened)),
        Reconfirmed reconfirmed => engine.Read((state, airspace) => new Findings(Pairs: Weighing.OfReconfirmed(state, airspace, reconfirmed, to))),
        Proposed { Change: { } change } proposed => ChangeReader.Read(change, proposed.Changes, proposed.Kind).Try(out _, out var problem) ? new Findings() : problem,
        _ => new Findings(),
    };

    // By time first, which costs nothing; outlines are looked at outside the lock.
    private ImmutableArray<EntityId> Around(IncidentOpened opened)
    {
        var (from, to) = (opened.When.Plus(-TimeSpan.FromSeconds(opened.BeforeS)), opened.When.Plus(TimeSpan.FromSeconds(opened.AfterS)));
        var at = new LatLng(opened.Place.Lat, opened.Place.Lng);
        var near = engine.Read(s => s.Declared.Where(d => d.Facts.Start <= to && d.Facts.End >= from).ToArray());
        return [.. near.Where(d => PostVolumes.Known(d.Volumes).Any(v => Separation.Metres(at, v.Outline) <= opened.RadiusM)).Select(static d => d.Id)];
    }

    private Checked<Findings> FindTerms(AgreementDrafted drafted, PartyName from)
    {
        if (!AgreementReader.Read(System.Text.Encoding.UTF8.GetBytes(drafted.Document)).Try(out var terms, out var problem))
        {
            return problem.Under("document");
        }

        if (!terms.Parties.Contains(from) && terms.Mediator != from)
        {
            return new Problem("", $"{from} is not in the agreement that it drafts");
        }

        if (!terms.Parties.Contains(engine.Me) && terms.Mediator != engine.Me)
        {
            return new Problem("", "this party is not in the agreement that is put before it");
        }

        foreach (var (name, fingerprint) in terms.Keys ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (!MayName(name, fingerprint))
            {
                return new Problem("", $"the agreement names other keys for {name} than this post knows; somebody may stand between, compare fingerprints by voice");
            }
        }

        return new Findings(Terms: terms, Hash: AgreementReader.HashOf(drafted.Document));
    }

    // What was drafted before keys were changed, and is told late or again, names those before.
    private bool MayName(string party, string fingerprint) => party == engine.Me.Value
        ? engine.MyFingerprint == fingerprint || keys.Former.Any(f => f.Fingerprint == fingerprint)
        : engine.Read(s => s.Party(new PartyName(party))) is not { } known || known.Fingerprint == fingerprint || known.Former.Contains(fingerprint);

    private Checked<Findings> FindNotice(Notice notice, PartyName from, IEnumerable<string> to, Instant taken)
    {
        if (!PostVolumes.Read(notice.Volumes, notice.Footprint).Try(out var volumes, out var problem))
        {
            return problem;
        }

        if (!Enum.IsDefined(notice.State) || !Enum.IsDefined(notice.Kind) || notice.Version < 1)
        {
            return new Problem("", "its state, kind or version is none");
        }

        var facts = PostVolumes.Facts(volumes, notice.Place);
        if (facts.End < taken && from != engine.Me && engine.Read(s => s.Find(notice.Intent)) is null)
        {
            return new Problem("", $"it tells of {notice.Intent}, which ended at {facts.End}, in the past");
        }

        return engine.Read((state, airspace) => new Findings(Facts: facts, Pairs: Weighing.OfNotice(state, airspace, notice, from, to, volumes)));
    }
}
