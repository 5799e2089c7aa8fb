using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Telling;
using Parley.Core;
using Parley.Tests.Tokens;
using static Parley.Tests.Console.Telling.Tellings;

namespace Parley.Tests.Console.Telling;

public sealed class CourierTests : IDisposable
{
    private readonly string _folder = NewFolder();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly Person _person = Person();
    private readonly TellingBook _book;
    private readonly DeliveryLog _log;
    private readonly Way _console = new(Ways.Console);
    private readonly Way _push = new(Ways.Push);
    private readonly Way _mail = new(Ways.Mail);
    private readonly Courier _courier;

    public CourierTests()
    {
        _book = TellingBook.Open(_folder);
        _log = new DeliveryLog(_folder);
        _courier = new Courier([_console, _push, _mail], _book, _log, _clock);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Instant Now => Instant.From(_clock.GetUtcNow());

    private string[] Outcomes => [.. _log.Of(_person.Id).Reverse().Select(static d => $"{d.Way} {d.Outcome}")];

    private async Task<TellEvent?> StepAsync(TellEvent what) => await _courier.StepAsync(_person, what, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_first_way_that_works_is_the_only_one()
    {
        (_console.Targets, _push.Targets, _mail.Targets) = ([""], ["x"], [""]);
        Assert.Null(await StepAsync(Event(Need("conflict"))));
        Assert.Equal(["console delivered"], Outcomes);
    }

    [Fact]
    public async Task A_dead_way_falls_to_the_next_at_once()
    {
        (_push.Targets, _mail.Targets) = (["x"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Dead, "410"));
        Assert.Null(await StepAsync(Event(Need("conflict"))));
        Assert.Equal(["console not-open", "push dead", "e-mail delivered"], Outcomes);
    }

    [Fact]
    public async Task A_way_that_fails_for_now_falls_to_the_next_and_is_tried_again_until_it_works()
    {
        (_push.Targets, _mail.Targets) = (["x"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "500"));
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "500"));
        var first = await StepAsync(Event(Need("conflict")));
        Assert.Equal(["console not-open", "push again", "e-mail delivered"], Outcomes);
        Assert.False(Courier.Due(first!, Now));
        _clock.Advance(Courier.Waits[0]);
        Assert.True(Courier.Due(first!, Now));
        var second = await StepAsync(first!);
        _clock.Advance(Courier.Waits[0]);
        Assert.False(Courier.Due(second!, Now));
        _clock.Advance(Courier.Waits[1]);
        Assert.Null(await StepAsync(second!));
        Assert.Equal(["console not-open", "push again", "e-mail delivered", "push again", "push delivered"], Outcomes);
    }

    [Fact]
    public async Task Once_an_earlier_way_works_the_later_ones_are_tried_no_more()
    {
        (_push.Targets, _mail.Targets) = (["x"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "500"));
        _mail.Results.Enqueue(new SendResult(SendOutcome.Again, "the server is down"));
        var left = await StepAsync(Event(Need("conflict")));
        _clock.Advance(Courier.Waits[0]);
        Assert.Null(await StepAsync(left!));
        Assert.Equal(["console not-open", "push again", "e-mail again", "push delivered"], Outcomes);
    }

    [Fact]
    public async Task A_way_that_its_person_wants_no_more_is_waited_for_no_more()
    {
        (_push.Targets, _mail.Targets) = (["x"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "500"));
        var left = await StepAsync(Event(Flash()));
        _book.Change(_person.Id, static t => t with { Preferences = new TellingPreferences { Kinds = Kinds.All, Ways = [Ways.Mail] } });
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await StepAsync(left!));
    }

    [Fact]
    public async Task A_fault_of_one_way_loses_nothing_of_what_the_others_brought()
    {
        (_console.Targets, _push.Targets, _mail.Targets) = ([""], ["x"], [""]);
        _push.Slow = new TaskCompletionSource<SendResult>();
        _push.Slow.SetException(new InvalidOperationException("its table is broken"));
        var left = await StepAsync(Event(Flash()));
        Assert.Equal(["console delivered", "e-mail delivered", "push again"], Outcomes.Order());
        Assert.Equal([SendOutcome.Again], left!.Targets.Values.Select(static t => t.Outcome).Where(static o => o != SendOutcome.Delivered));
        Assert.Contains(_log.Of(_person.Id), static d => d.Why == "its table is broken");
    }

    [Fact]
    public async Task A_way_that_stays_dead_is_given_up_and_that_nothing_arrived_is_recorded()
    {
        _mail.Targets = [""];
        _mail.Always = new SendResult(SendOutcome.Again, "the server is down");
        var what = Event(Need("conflict"));
        for (var left = await StepAsync(what); left is not null; left = await StepAsync(left))
        {
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(Courier.Waits.Length + 1, _log.Of(_person.Id).Count(static d => d.Way == Ways.Mail));
        Assert.Equal(["e-mail dead", "all dead"], Outcomes[^2..]);
    }

    [Fact]
    public async Task A_flash_takes_all_ways_at_once_and_a_push_service_is_heard_about_when_to_try_again()
    {
        (_console.Targets, _push.Targets, _mail.Targets) = ([""], ["x", "y"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "429", TimeSpan.FromMinutes(2)));
        var left = await StepAsync(Event(Flash()));
        Assert.Equal(["console delivered", "e-mail delivered", "push again", "push delivered"], Outcomes.Order());
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(Courier.Due(left!, Now));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Courier.Due(left!, Now));
    }

    [Fact]
    public async Task What_a_FLASH_came_to_by_the_quick_ways_is_kept_while_the_slow_one_is_out_and_brought_by_none_of_them_twice()
    {
        (_console.Targets, _push.Targets, _mail.Targets) = ([""], ["x"], [""]);
        var (slow, what) = (new TaskCompletionSource<SendResult>(), Event(Flash()));
        _push.Slow = slow;
        _book.Change(_person.Id, t => t with { UnderWay = [what] });
        var step = StepAsync(what);
        var kept = TellingBook.Open(_folder).Of(_person.Id).UnderWay[0];
        Assert.Equal(["console Delivered", "e-mail Delivered", "push x Again"], kept.Targets.Select(static t => $"{t.Key} {t.Value.Outcome}").Order());

        // A post that was killed now goes on with what it kept: the window is closed by then, the push service answers.
        (_push.Slow, _console.Targets) = (null, []);
        Assert.True(Courier.Due(kept, Now));
        Assert.Null(await StepAsync(kept));
        Assert.Equal(["console delivered", "e-mail delivered", "push delivered"], Outcomes);
        slow.SetResult(new SendResult(SendOutcome.Delivered));
        Assert.Null(await step);
    }

    [Fact]
    public async Task A_FLASH_that_was_on_its_way_to_a_window_that_is_closed_by_now_is_not_waited_for()
    {
        _mail.Targets = [""];
        var what = Event(Flash());
        what = what with { Targets = what.Targets.Add(Ways.Console, new TargetState(SendOutcome.Again, 0)).Add(Ways.Mail, new TargetState(SendOutcome.Again, 0)) };
        Assert.Null(await StepAsync(what));
        Assert.Equal(["push not-open", "e-mail delivered"], Outcomes.OrderDescending());
    }

    [Fact]
    public async Task A_persons_own_order_of_ways_holds_and_what_is_left_out_is_not_used()
    {
        (_console.Targets, _push.Targets, _mail.Targets) = ([""], ["x"], [""]);
        _book.Change(_person.Id, static t => t with { Preferences = new TellingPreferences { Kinds = Kinds.All, Ways = [Ways.Mail, Ways.Console] } });
        _mail.Results.Enqueue(new SendResult(SendOutcome.Dead, "550"));
        Assert.Null(await StepAsync(Event(Need("conflict"))));
        Assert.Equal(["e-mail dead", "console delivered"], Outcomes);
    }

    [Fact]
    public async Task A_browser_taken_out_meanwhile_is_waited_for_no_more()
    {
        (_push.Targets, _mail.Targets) = (["x"], [""]);
        _push.Results.Enqueue(new SendResult(SendOutcome.Again, "500"));
        var left = await StepAsync(Event(Need("conflict")));
        _push.Targets = [];
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await StepAsync(left!));
    }

    [Fact]
    public async Task What_a_party_wrote_stands_in_the_record_without_marks_that_turn_the_line()
    {
        _mail.Targets = [""];
        await StepAsync(Event(Need("message", 2, "PRIORITY", text: "one\ntwo \u202Ethree")));
        var line = Assert.Single(_log.Of(_person.Id), static d => d.Way == Ways.Mail).Title;
        Assert.StartsWith("PRIORITY from quill: one two ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, static c => c is '\u202E' or '\u2068' or '\n');
    }

    // A way whose other end does as the test says.
    private sealed class Way(string name) : TellWay
    {
        public override string Name => name;

        public IReadOnlyList<string> Targets { get; set; } = [];

        public Queue<SendResult> Results { get; } = [];

        /// <summary>Answers when that is set.</summary>
        public TaskCompletionSource<SendResult>? Slow { get; set; }

        public SendResult Always { get; set; } = new(SendOutcome.Delivered);

        public override IReadOnlyList<string> TargetsOf(Person person, PersonTelling telling) => Targets;

        public override string? Called(Person person, PersonTelling telling, string target) => target;

        public override Task<SendResult> SendAsync(Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel) =>
            Slow?.Task ?? Task.FromResult(Results.TryDequeue(out var result) ? result : Always);
    }
}
