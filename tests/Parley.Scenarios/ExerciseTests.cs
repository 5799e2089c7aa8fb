using System.Text.Json;
using Parley.Scenarios.Running;

namespace Parley.Scenarios;

/// <summary>The whole exercise, played once: an exchange and four posts, each a process of its own.</summary>
public sealed class ExerciseRun : IAsyncLifetime
{
    private readonly Dictionary<string, List<(string Expectation, bool Held)>> _told = [];

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public IReadOnlyCollection<string> Scenarios => _told.Keys;

    public IReadOnlyList<(string Expectation, bool Held)> Of(string scenario) => _told.GetValueOrDefault(scenario) ?? [];

    public async ValueTask InitializeAsync()
    {
        var result = await ParleyCommand.RunAsync(TimeSpan.FromMinutes(5), "demo", "--json", "--processes");
        (ExitCode, Output) = (result.ExitCode, result.Output + result.Errors);
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var scenario = json.RootElement.GetProperty("scenario").GetString()!;
            Assert.True(json.RootElement.GetProperty("at").TryGetDateTimeOffset(out _));
            if (!_told.TryGetValue(scenario, out var expectations))
            {
                _told.Add(scenario, expectations = []);
            }

            expectations.Add((json.RootElement.GetProperty("expectation").GetString()!, json.RootElement.GetProperty("held").GetBoolean()));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Each failure that Parley must make impossible, played between real processes.</summary>
[Trait("rule", "issue-4 The exercise")]
public sealed class ExerciseTests(ExerciseRun run) : IClassFixture<ExerciseRun>
{
    [Fact]
    public void A_late_warning_is_marked_at_once_at_both_posts() => Holds(
        "late-warning",
        "a notice given a minute before is marked late at both posts at once",
        "both posts show the same lead time, and the same time of the notice, which is the exchange's",
        "a timely notice is not marked",
        "the mark stays on the record after the intent is withdrawn, and the alarm ends");

    [Fact]
    public void A_silent_line_escalates_and_says_what_failed() => Holds(
        "silent-line",
        "the line is tested on its schedule in both directions, and a human answers",
        "a check that nobody answers in time is missed at both posts, and both say: unanswered",
        "silence escalates by itself: the next contact, then everyone, then the mediator, at the agreed times, the same at both posts",
        "the mediator has the message itself, and both sides see that it was told",
        "a vacant watch calls at once, and the next check says at both posts: nobody on watch",
        "a post that is away is told from an officer who does not answer: post down",
        "when somebody answers again, the line is up again at both posts");

    [Fact]
    public void A_suspended_agreement_keeps_the_line_and_the_alarms_up() => Holds(
        "suspended-agreement",
        "suspension is a state of its own with its time, reason and officer, the same at both posts",
        "notices are still given and marked late while it is suspended",
        "conflicts are still found at both posts",
        "the line stays up: a FLASH arrives",
        "a STOP goes through while it is suspended",
        "who suspended takes it back, and it is in force at both posts");

    [Fact]
    public void An_area_that_grew_is_reported_as_uncovered() => Holds(
        "area-that-grew",
        "an intent inside the agreed area is covered",
        "before it is filed, a check says which part no agreement covers, and nobody is told",
        "filed all the same, it is reported as uncovered, with the outline of that part",
        "who shares the agreement is told of all of it; who does not is not");

    [Fact]
    public void Neither_confirmed_nor_denied_is_on_the_record_and_so_is_silence() => Holds(
        "neither-confirmed-nor-denied",
        "each post freezes what was declared and said around it: the intent, its notices, the message",
        "what is frozen stays as it was, whatever is changed afterwards",
        "an inquiry calls at the one it asks",
        "an answer is on all records by name and time: neither confirmed nor denied",
        "no answer by the deadline is on all records too, and calls",
        "the whole of it goes out as one page and one document, timeline and silence included",
        "who opened it closes it, at all posts");

    [Fact]
    public void A_mediator_settles_what_two_would_not() => Holds(
        "mediator",
        "both posts show one conflict under one id, before anything moves",
        "both cannot hold: the second is refused, with who holds already",
        "the mediator sees the same conflict under the same id",
        "the mediator's proposal stands at both posts",
        "one side's yes is not enough",
        "once both accept it, it is carried out and all three see the conflict settled");

    [Fact]
    public void An_absent_contact_keeps_nobody_waiting() => Holds(
        "absent-contact",
        "the message is at the other post, and each reads it in its own language",
        "anyone on watch may take it; delivered, read and acknowledged by name are three times, the same at both posts",
        "handing over is on the record, and the other side knows who is on watch now",
        "a STOP needs no addressee: it calls everyone on the other side and the mediator at once",
        "who acknowledged the STOP is seen by all");

    [Fact]
    public void A_wrong_place_is_read_back() => Holds(
        "wrong-place",
        "a notice whose coordinates lie far from the place it names calls as a wrong place at both posts",
        "it calls until its sender confirms or corrects it, and then no more",
        "a notice too vague to act on is marked vague at both posts, as a late one is marked late");

    [Fact]
    public void Not_passed_on_calls_before_it_begins() => Holds(
        "not-passed-on",
        "the notice has reached the other side's post",
        "within 10 min of the start it calls that those who must know have not confirmed",
        "the sender sees how far its notice got, in counts and without names",
        "one confirmation is not enough",
        "when all have confirmed, the call ends and the sender sees it");

    [Fact]
    public void Turned_back_is_told_and_acknowledged() => Holds(
        "turned-back",
        "the notice has reached the other side's post",
        "turning back is told as a change of the intent, with its new times and place",
        "it calls at both posts until the other side's officer acknowledges it, although the notice was seen before",
        "the acknowledgement by name ends the call at both",
        "its outcome is on both records: impeded, and why");

    [Fact]
    public void Both_moved_is_refused_before_they_do() => Holds(
        "both-moved",
        "both posts show one conflict under one id, before anything moves",
        "the other side knows at once that it moves",
        "a second move into the first is refused, as a word and as a change of the intent",
        "one moves, one holds, and both see that they no longer meet");

    [Fact]
    public void The_exercise_ends_well_and_plays_every_scenario_by_its_name()
    {
        Assert.Equal(
            [
                "late-warning", "silent-line", "suspended-agreement", "area-that-grew", "neither-confirmed-nor-denied", "mediator", "absent-contact", "wrong-place", "not-passed-on", "turned-back",
                "both-moved",
            ],
            run.Scenarios);
        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public async Task For_people_it_is_a_timeline_of_who_knew_what_when()
    {
        var result = await ParleyCommand.RunAsync(TimeSpan.FromMinutes(2), "demo", "--scenario", "late-warning", "--scenario", "both-moved");
        Assert.True(result.ExitCode == 0, result.Output);
        var flat = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] inOrder =
        [
            "The late warning", "have “Skerry Strait” in force, with one text", "files another that begins in a minute: notice", "held a notice given a minute before is marked late",
            "Both moved: into each other", "says: I move", "wants to move as well: refused", "Every expectation held.",
        ];
        var places = inOrder.Select(words => flat.IndexOf(words, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    private void Holds(string scenario, params string[] expectations)
    {
        var told = run.Of(scenario);
        Assert.True(told.Count > 0, $"{scenario} was not played: {run.Output}");
        Assert.All(told, static t => Assert.True(t.Held, t.Expectation));
        Assert.Equal(expectations, told.Select(static t => t.Expectation));
    }
}
