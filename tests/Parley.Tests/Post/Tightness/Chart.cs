using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Post;
using Parley.Post.Tightness;

namespace Parley.Tests.Post.Tightness;

/// <summary>
/// The journal of post a as its inbox would write it, letter by letter, with real shapes: circles on the equator, by their distance east in
/// metres. The agreement with b asks for 10 min of notice, 1,000 m, 100 m up and 60 s, and 60 s to acknowledge a FLASH.
/// </summary>
internal sealed class Chart
{
    private const double MetresPerDegree = 111_319.49;

    private readonly PostState _state = new(new PartyName("a"));
    private readonly Airspace _airspace = new(new PartyName("a"));
    private int _next = 1;
    private long _seq;
    private readonly Dictionary<string, long> _theirs = new(StringComparer.Ordinal);

    public Chart()
    {
        Agreement = NewId();
        var terms = new AgreementDocument(
            "Chart", [new PartyName("a"), new PartyName("b")], new RawJson("""{"type":"Polygon","coordinates":[[[-1,-1],[1,-1],[1,1],[-1,1],[-1,-1]]]}"""), 0, 5000, Noon.Plus(-TimeSpan.FromDays(1)),
            Noon.Plus(TimeSpan.FromDays(10)), 600, new SeparationTerms(1000, 100, 60), new AcknowledgeTerms(60, 120, 600, 3600), Disclosure.Full, 86_400, 600,
            new Dictionary<string, ImmutableArray<Core.Post.Contact>> { ["a"] = [new("A")], ["b"] = [new("B")] }.ToImmutableSortedDictionary(StringComparer.Ordinal));
        var document = AgreementReader.Write(terms);
        Theirs(new AgreementDrafted(Agreement, document), new Findings(terms, AgreementReader.HashOf(document)));
        Theirs(new AgreementSigned(Agreement, AgreementReader.HashOf(document)));
        Ours(new AgreementSigned(Agreement, AgreementReader.HashOf(document)));
    }

    public List<byte[]> Journal { get; } = [];

    public Instant Noon { get; } = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public Instant Now { get; private set; } = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public EntityId Agreement { get; }

    public void Clock(double minutes) => Now = Noon.Plus(TimeSpan.FromMinutes(minutes));

    public EntityId NewId() => new(new Guid(_next++, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));

    /// <summary>An intent of 100 m around a place from some minutes after noon on, for 10 min, between two heights.</summary>
    public EntityId Told(string by, double east, double start, double lower = 100, EntityId? id = null, int version = 1, EntityId? settles = null)
    {
        var (notice, facts) = Draw(id ?? NewId(), east, start, lower, version, settles);
        if (by == "b")
        {
            Theirs(notice, Found(notice, "b", ["a"], facts));
            return notice.Intent;
        }

        var plan = new OwnPlan(DeclaredKind.Intent, IntentState.Accepted, notice.Volumes, [Agreement], facts, false, Settles: settles);
        Do(new BeginFiling(Now, notice.Intent, version == 1 ? FilingStep.File : FilingStep.Change, plan, "s"));
        Do(new EndFiling(Now, notice.Intent, [new Draft([new PartyName("b")], notice)], [], $"ovn-{version}"));
        Placed(notice, Found(notice, "a", ["b"], facts));
        return notice.Intent;
    }

    /// <summary>An intent of b's that this post lost with an old backup and is told again.</summary>
    public EntityId ToldAgain(double east, double start)
    {
        var (notice, facts) = Draw(NewId(), east, start, 100, 1, null);
        Do(new Woke(Now));
        Do(new AdoptNumbers(Now, _state.LastNumber, _seq, [new PartyName("b")]));
        Placed(_state.Outbox.Last().Body);
        _seq++;
        Do(new TellHistory(Now, new PartyName("b"), _seq, Now, FromThem(notice), ""));
        Do(new EndHistory(Now, new PartyName("b"), Told: true));
        Do(new TakeHistory(Now, _seq, Found(notice, "b", ["a"], facts)));
        return notice.Intent;
    }

    private (Notice Notice, NoticeFacts Facts) Draw(EntityId intent, double east, double start, double lower, int version, EntityId? settles)
    {
        ImmutableArray<Volume4D> volumes =
        [
            new(CircleOutline.Create(new LatLng(0, east / MetresPerDegree), 100, new OutlineLimits(10, 1000)).Value, new AltitudeBand(new Altitude(lower), new Altitude(lower + 50)),
                new TimeInterval(Noon.Plus(TimeSpan.FromMinutes(start)), Noon.Plus(TimeSpan.FromMinutes(start + 10)))),
        ];
        return (
            new Notice(intent, version, DeclaredKind.Intent, IntentState.Accepted, PostVolumes.Write(volumes), false, false, [Agreement], Settles: settles), PostVolumes.Facts(volumes, null));
    }

    /// <summary>A FLASH of b's, acknowledged here after some seconds.</summary>
    public EntityId Called(double acknowledgedAfterS)
    {
        var id = NewId();
        Theirs(new MessageSent(id, id, MessageKind.Message, Precedence.Flash, "text"));
        // The state itself writes that it was delivered.
        Placed(new MessageDelivered(id));
        Now = Now.Plus(TimeSpan.FromSeconds(acknowledgedAfterS));
        Ours(new MessageAcknowledged(id, "Ash"));
        return id;
    }

    public void OnWatch(string officer)
    {
        Do(new TakeWatch(Now, officer, "duty officer"));
        Placed(new WatchTold([officer]));
    }

    public void Ours(LetterBody body)
    {
        Do(new WriteLetters(Now, [new Draft([new PartyName("b")], body)]));
        Placed(body);
    }

    public void Theirs(LetterBody body, Findings? found = null, string from = "b")
    {
        _seq++;
        Do(new ReceiveLetter(Now, _seq, _seq, Now, FromThem(body, from), "", found));
    }

    private Letter FromThem(LetterBody body, string from = "b")
    {
        var number = _theirs[from] = _theirs.GetValueOrDefault(from) + 1;
        return new Letter(new PartyName(from), ImmutableSortedDictionary<string, long>.Empty.Add("a", number), Now, body);
    }

    public TightFound Under(double? notice = null, double? horizontal = null, double? vertical = null, double? time = null, double? flash = null)
    {
        var within = flash is { } seconds ? new Dictionary<string, double> { ["FLASH"] = seconds } : [];
        var tried = new TriedHistory(new PartyName("a"), new OtherTerms(Agreement, notice, horizontal, vertical, time, within));
        var agreed = new History(new PartyName("a"));
        Journal.ForEach(e =>
        {
            agreed.Apply(PostCodec.Decode(e));
            tried.Apply(PostCodec.Decode(e));
        });
        Assert.Equal(agreed.State.LastNumber, tried.History.State.LastNumber);
        var found = new Tightening(agreed, tried.History, Agreement, new Period(Instant.Min, Instant.Max), Now);
        return new TightFound(found.Would, found.WouldNot, found.FiguresAsAgreed, found.FiguresTried);
    }

    private Findings Found(Notice notice, string from, string[] to, NoticeFacts facts) =>
        new(Facts: facts, Pairs: Weighing.OfNotice(_state, _airspace, notice, new PartyName(from), to, PostVolumes.Known(notice.Volumes)));

    private void Placed(LetterBody body, Findings? found = null)
    {
        var number = _state.Outbox.Last().Number;
        _seq++;
        Do(new TakeSent(Now, _seq, _seq, Now, number, new Letter(_state.Me, _state.OutLetter(number)!.To, Now, body), found));
    }

    private void Do(PostCommand command)
    {
        var bytes = PostCodec.Encode(command);
        Journal.Add(bytes);
        Assert.IsNotType<PostRefused>(_state.Apply(PostCodec.Decode(bytes)));
        _airspace.Follow(_state, _state.TakeMoved());
    }
}

internal sealed record TightFound(Client.Post.DifferenceView Would, Client.Post.DifferenceView WouldNot, Client.Post.TightFiguresView AsAgreed, Client.Post.TightFiguresView Tried);
