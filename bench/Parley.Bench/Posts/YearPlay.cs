using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Bench.Posts;

/// <summary>
/// A year between two posts as one of them journals it, command by command, in the order of time: notices, acknowledgements, withdrawals,
/// conflicts, messages and what is said about them, and the clock's strikes between. Half of all is its own, half the other's. One thread.
/// </summary>
internal sealed class YearPlay
{
    // A JWS is the letter in base64 with a signature; the real ones would take an hour to sign.
    private const int SignatureBytes = 350;

    private readonly PriorityQueue<Action, (Instant At, int Order)> _ahead = new();
    private readonly Random _random = new(1);
    private readonly PostState _state = new(new PartyName("north"));
    private readonly PartyName _south = new("south");
    private readonly PartyDescription _party;
    private readonly EntityId _agreement;
    private readonly Instant _end;
    private readonly Queue<(EntityId Id, NoticeFacts Facts, LatLng At)> _own = new();
    private readonly Action<PostCommand> _keep;
    private Instant _now;
    private int _order;
    private long _seq;
    private long _place;
    private long _theirs;

    public YearPlay(PartyDescription south, Instant end, Action<PostCommand> keep)
    {
        (_party, _end, _now, _keep, _agreement) = (south, end, end.Plus(-TimeSpan.FromDays(365)), keep, Id());
    }

    public PostState State => _state;

    public void Run(int messages, int intents, int live)
    {
        Agree();
        var year = TimeSpan.FromDays(364);
        for (var i = 0; i < intents; i++)
        {
            // The last ones are still to come.
            var start = i < intents - live ? _end.Plus(-year * (1 - ((double)i / (intents - live)))) : _end.Plus(TimeSpan.FromMinutes(60 + (_random.NextDouble() * 1200)));
            var at = i < intents - live ? start.Plus(-TimeSpan.FromHours(2)) : _end.Plus(-TimeSpan.FromMinutes(30));
            var (own, index) = (i % 2 == 0, i);
            When(at, () => Declare(own, index, start));
        }

        for (var i = 0; i < messages; i++)
        {
            var (own, index, left) = (i % 2 == 0, i, i >= messages - 5);
            When(_end.Plus(-year * (1 - ((double)i / messages))), () => Talk(own, index, left));
        }

        while (_ahead.TryDequeue(out var next, out var due) && due.At <= _end)
        {
            while (_state.NextDue is { } strike && strike <= due.At)
            {
                // Some deadlines are over only once they have passed.
                var at = strike.Plus(TimeSpan.FromTicks(1));
                _now = at > _now ? at : _now;
                Do(new Strike(_now));
            }

            _now = due.At > _now ? due.At : _now;
            next();
        }
    }

    private void When(Instant at, Action action) => _ahead.Enqueue(action, (at, _order++));

    private void Do(PostCommand command)
    {
        _keep(command);
        _state.Apply(command);
        while (_state.Outbox.FirstOrDefault() is { } letter)
        {
            var sent = new TakeSent(_now, ++_seq, ++_place, _now, letter.Number, new Letter(_state.Me, letter.To, _now, letter.Body), letter.Body is Notice notice ? new Findings(Facts: Facts(notice), Pairs: []) : null);
            _keep(sent);
            _state.Apply(sent);
            if (letter.Body is Notice)
            {
                Do(new TakeReceipt(_now, ++_seq, _now, _south, [letter.Number], Base64(600)));
            }
        }
    }

    private NoticeFacts Facts(Notice notice) => _state.Find(notice.Intent)!.Facts;

    private void Receive(LetterBody body, Findings? found = null)
    {
        var letter = new Letter(_south, ImmutableSortedDictionary<string, long>.Empty.Add("north", ++_theirs), _now, body);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(letter, PostJson.Default.Letter);
        Do(new ReceiveLetter(_now, ++_seq, ++_place, _now, letter, Convert.ToBase64String(bytes) + Base64(SignatureBytes), found));
    }

    private void Write(LetterBody body) => Do(new WriteLetters(_now, [new Draft([_south], body)]));

    private string Base64(int length)
    {
        var bytes = new byte[length * 3 / 4];
        _random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private EntityId Id()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new EntityId(new Guid(bytes));
    }

    private void Agree()
    {
        Do(new PinParty(_now, _south, new RawJson(System.Text.Encoding.UTF8.GetString(_party.ToJson())), _party.Fingerprint));
        var document = string.Create(CultureInfo.InvariantCulture, $$"""
            {"title": "Year", "parties": ["north", "south"], "area": {"type": "Polygon", "coordinates": [[[-45, 5], [-25, 5], [-25, 25], [-45, 25], [-45, 5]]]},
             "altitude_lower_m": 0, "altitude_upper_m": 5000, "valid_from": "{{_now}}", "valid_to": "{{_end.Plus(TimeSpan.FromDays(365))}}", "minimum_notice_s": 900,
             "separation": {"horizontal_m": 500, "vertical_m": 100, "time_s": 60}, "acknowledge_within_s": {"FLASH": 60, "IMMEDIATE": 120, "PRIORITY": 600, "ROUTINE": 3600},
             "disclosure": "full", "link_check_every_s": 86400, "coordinate_by_s": 600, "contacts": {"north": [{"name": "N1"}, {"name": "N2"}], "south": [{"name": "S1"}]} }
            """);
        var terms = AgreementReader.Read(System.Text.Encoding.UTF8.GetBytes(document)).Value;
        var hash = AgreementReader.HashOf(document);
        Receive(new AgreementDrafted(_agreement, document), new Findings(terms, hash));
        Receive(new AgreementSigned(_agreement, hash, "S1"));
        Write(new AgreementSigned(_agreement, hash, "N1"));
        Do(new TakeWatch(_now, "N1", "duty"));
        Receive(new WatchTold(["S1"]));
    }

    private void Declare(bool own, int index, Instant start)
    {
        var id = Id();
        var centre = new LatLng(6 + (index / 200 % 230 * 0.08), -44 + (index % 200 * 0.09));
        var volumes = Volumes(centre, start);
        var raw = PostVolumes.Write(volumes);
        var facts = PostVolumes.Facts(volumes, null);
        var notice = new Notice(id, 1, DeclaredKind.Intent, IntentState.Accepted, raw, false, false, [_agreement], $"{id}_{Id()}", $"Survey {index} along the road", "survey");
        if (own)
        {
            File(id, FilingStep.File, raw, facts, notice);
            _own.Enqueue((id, facts, centre));
            When(_now.Plus(TimeSpan.FromMinutes(5)), () => Receive(new NoticeSeen(id, 1, "S1")));
            When(start.Plus(TimeSpan.FromMinutes(31)), () => File(id, FilingStep.Withdraw, raw, facts, new NoticeWithdrawn(id, IntentOutcome.DoneAsDeclared)));
            return;
        }

        // One in 25 meets the own one before it, and one in five of those is settled by "I move".
        ImmutableArray<Closeness> pairs = index % 50 == 1 && _own.TryPeek(out var meets) && _state.Find(meets.Id) is { Over: false }
            ? [new Closeness(
                PostVolumes.ConflictBetween(id, meets.Id), meets.Id, true, [_agreement], 120, 0, 0, new SeparationTerms(500, 100, 60), centre.Lat, centre.Lng, facts.Start, facts.End, 100, 200)]
            : [];
        _own.Clear();
        Receive(notice, new Findings(Facts: facts, Pairs: pairs));
        Write(new NoticeSeen(id, 1, "N1"));
        if (pairs is [var pair] && index % 250 == 1)
        {
            Receive(new Stood(pair.Conflict, Stand.Move, "we are lighter", "S1"));
        }

        When(start.Plus(TimeSpan.FromMinutes(31)), () => Receive(new NoticeWithdrawn(id, IntentOutcome.DoneAsDeclared)));
    }

    private void File(EntityId id, FilingStep step, RawJson raw, NoticeFacts facts, LetterBody letter)
    {
        var plan = new OwnPlan(DeclaredKind.Intent, IntentState.Accepted, raw, [_agreement], facts, false, "Survey along the road", "survey", Outcome: step == FilingStep.Withdraw ? IntentOutcome.DoneAsDeclared : null);
        Do(new BeginFiling(_now, id, step, plan, Id().ToString()));
        Do(new EndFiling(_now, id, [new Draft([_south], letter)], [], step == FilingStep.File ? $"{id}_{Id()}" : null, step == FilingStep.File ? new ReferenceFacts(1, Id()) : null));
    }

    // Six corners some kilometres apart, half an hour, 100 m of height.
    private ImmutableArray<Volume4D> Volumes(LatLng centre, Instant start)
    {
        var corners = Enumerable.Range(0, 6).Select(i => new LatLng(
            Math.Round(centre.Lat + (0.02 * Math.Sin(i * Math.PI / 3)), 6), Math.Round(centre.Lng + (0.02 * Math.Cos(i * Math.PI / 3)), 6))).ToArray();
        var lower = 100 + (10 * _random.Next(80));
        return
        [
            new Volume4D(
                PolygonOutline.Create(corners, OutlineLimits.Default).Value, new AltitudeBand(new Altitude(lower), new Altitude(lower + 100)),
                new TimeInterval(start, start.Plus(TimeSpan.FromMinutes(30)))),
        ];
    }

    private void Talk(bool own, int index, bool left)
    {
        var message = new MessageSent(
            Id(), Id(), MessageKind.Message, (Precedence)(index % 20 == 0 ? 3 : index % 4 == 0 ? 1 : 0),
            $"Message {index}: convoy of four vehicles leaves the depot and takes the southern road; expect it at the checkpoint within the hour, call sign MIKE {index % 100}.",
            Attachments: index % 10 == 0 ? [new Attachment(AttachmentKind.Point, [new PointAt(12.5, -38.25, null, _now)], Label: "depot")] : null, Officer: own ? "N1" : "S1");
        if (own)
        {
            Write(message);
            Receive(new MessageDelivered(message.Message));
            if (!left)
            {
                When(_now.Plus(TimeSpan.FromSeconds(40)), () => Receive(new MessageAcknowledged(message.Message, "S1")));
            }
        }
        else
        {
            Receive(message);
            if (!left)
            {
                When(_now.Plus(TimeSpan.FromSeconds(40)), () => Write(new MessageAcknowledged(message.Message, "N1")));
            }
        }
    }
}
