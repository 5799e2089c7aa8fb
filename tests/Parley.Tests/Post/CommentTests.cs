using CsCheck;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

public sealed class CommentTests
{
    // All that goes between posts, restores among it, with incidents (120 to 121) and comments (130 to 133) as often as the rest.
    private static readonly Gen<(int What, int Who, int X, int Y)[]> Steps =
        Gen.Select(Gen.OneOf(Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[120, 121], Gen.Int[130, 133]), Gen.Int[0, 2], Gen.Int[0, 30], Gen.Int[0, 60]).Array[20, 160];

    private readonly Strait _strait = new();

    private Sea.Boat A => _strait.Sea["a"];

    private Sea.Boat B => _strait.Sea["b"];

    private Sea.Boat M => _strait.Sea["m"];

    private Sea.Boat C => _strait.Sea["c"];

    [Fact]
    public void A_comment_within_the_party_is_seen_here_and_makes_no_letter()
    {
        var intent = _strait.File("a", 5, 60);
        var (letters, outbox) = (A.State.LastNumber, A.State.Outbox.Count());
        Assert.IsType<PostDone>(Keep(A, 1, CommentAbout.Intent, intent, "They know nothing."));
        _strait.Sea.Settle();

        Assert.Equal((letters, outbox), (A.State.LastNumber, A.State.Outbox.Count()));
        var comment = Assert.Single(A.State.Comments(CommentAbout.Intent, intent));
        Assert.Equal((false, "They know nothing.", "Ash", A.Name), (comment.Across, comment.Text, comment.Officer, comment.By));
        Assert.All([B, M], boat => Assert.Empty(boat.State.Comments(CommentAbout.Intent, intent)));
        Assert.All([B, M], static boat => Assert.DoesNotContain(boat.Journal, static e => System.Text.Encoding.UTF8.GetString(e).Contains("They know nothing", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_comment_across_is_the_same_at_all_who_got_it_and_calls_at_the_others_until_they_answer()
    {
        var conflict = Meet();
        Assert.Equal(["b", "m"], Assert.Single(A.State.Readers(CommentAbout.Conflict, conflict)).Select(static p => p.Value));
        Say(A, 1, CommentAbout.Conflict, conflict, "Ten minutes?");
        _strait.Sea.Settle();

        var all = new[] { A, B, M }.Select(b => Assert.Single(b.State.Comments(CommentAbout.Conflict, conflict))).ToArray();
        Assert.All(all, c => Assert.Equal(Text(all[0]), Text(c)));
        Assert.Equal(["a", "b", "m"], all[0].Readers.Select(static p => p.Value));
        Assert.DoesNotContain(A.State.Alarms, static a => a.Kind == "comment");
        Assert.All([B, M], boat => Assert.Contains(boat.State.Alarms, a => a is { Kind: "comment", Severity: 1 } && a.About == conflict.ToString() && a.Says.Contains("Ten minutes?", StringComparison.Ordinal)));

        _strait.Sea.Pass(TimeSpan.FromSeconds(1));
        Say(B, 2, CommentAbout.Conflict, conflict, "Ten minutes.");
        _strait.Sea.Settle();
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind == "comment");
        Assert.Equal(["Ten minutes.", "Ten minutes?"], M.State.Comments(CommentAbout.Conflict, conflict).Select(static c => c.Text));
    }

    [Fact]
    public void Whoever_was_told_of_an_intent_writes_to_its_owner_alone_and_who_else_was_told_is_not_revealed()
    {
        // a has an agreement with b and m, and another with c; b and c do not know of each other.
        var with = _strait.Agree(AgreementPropertyTests.Terms(_strait.Sea.Now) with { Title = "Other sea", Parties = [A.Name, C.Name], Mediator = null });
        var intent = _strait.File("a", 5, 60, letters: [[B.Name, M.Name], [C.Name]]);
        Assert.Contains(with, A.State.Find(intent)!.Notices[C.Name].Agreements);
        Assert.Equal(["b m", "c"], A.State.Readers(CommentAbout.Intent, intent).Select(static r => string.Join(' ', r)).Order());
        Assert.Equal(["a"], Assert.Single(B.State.Readers(CommentAbout.Intent, intent)).Select(static p => p.Value));

        Say(B, 1, CommentAbout.Intent, intent, "Which channel?");
        Say(A, 2, CommentAbout.Intent, intent, "Only for c.", C.Name);
        _strait.Sea.Settle();
        Assert.Equal(2, A.State.CommentsOf(CommentAbout.Intent, intent));
        Assert.Equal("Which channel?", Assert.Single(B.State.Comments(CommentAbout.Intent, intent)).Text);
        Assert.Equal("Only for c.", Assert.Single(C.State.Comments(CommentAbout.Intent, intent)).Text);
        Assert.Empty(M.State.Comments(CommentAbout.Intent, intent));
    }

    [Fact]
    public void A_word_under_what_one_was_never_told_of_is_refused_as_if_it_were_not_there()
    {
        var intent = _strait.File("a", 5, 60);
        var conflict = Meet();
        foreach (var (about, subject) in new[] { (CommentAbout.Intent, intent), (CommentAbout.Conflict, conflict), (CommentAbout.Incident, Id(77)) })
        {
            var refused = A.State.Judge(C.Name, new CommentMade(Id(9), about, subject, "I see you."), _strait.Sea.Now)!;
            Assert.Equal((PostRefusalKind.NotFound, A.State.Judge(C.Name, new CommentMade(Id(9), about, Id(99), "I see you."), _strait.Sea.Now)!.Sentence.Replace(Id(99).ToString(), subject.ToString(), StringComparison.Ordinal)), (refused.Kind, refused.Sentence));
            Assert.Empty(C.State.Readers(about, subject));
            Assert.Equal(PostRefusalKind.NotFound, Assert.IsType<PostRefused>(Keep(C, 8, about, subject, "Here?")).Kind);
        }

        // A receiver's word about another's intent, to one who is not its owner.
        Assert.Equal(PostRefusalKind.NotFound, B.State.Judge(M.Name, new CommentMade(Id(9), CommentAbout.Intent, intent, "Psst."), _strait.Sea.Now)!.Kind);
    }

    [Fact]
    public void An_incident_is_commented_on_by_its_parties_even_when_it_is_closed()
    {
        var incident = Id(50);
        Assert.True(_strait.Sea.Write(A, new IncidentOpened(incident, "Smoke", new PointAt(1, 2), _strait.Sea.Now, "Smoke.", 1000, 60, 60), B.Name));
        _strait.Sea.Settle();
        Assert.True(_strait.Sea.Write(A, new IncidentClosed(incident, "Known."), B.Name));
        _strait.Sea.Settle();
        Say(B, 1, CommentAbout.Incident, incident, "We found the cause.");
        _strait.Sea.Settle();
        Assert.Equal("We found the cause.", Assert.Single(A.State.Comments(CommentAbout.Incident, incident)).Text);
        Assert.NotNull(A.State.Judge(M.Name, new CommentMade(Id(2), CommentAbout.Incident, incident, "And I?"), _strait.Sea.Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public void A_comment_that_says_nothing_too_much_or_is_there_already_is_refused(string? text)
    {
        var intent = _strait.File("a", 5, 60);
        text ??= new string('x', Comment.MostText + 1);
        Assert.Equal(PostRefusalKind.Unacceptable, Assert.IsType<PostRefused>(Keep(A, 1, CommentAbout.Intent, intent, text)).Kind);
        Assert.Equal(PostRefusalKind.Unacceptable, A.State.Judge(B.Name, new CommentMade(Id(1), CommentAbout.Intent, intent, text), _strait.Sea.Now)!.Kind);
        Assert.IsType<PostDone>(Keep(A, 1, CommentAbout.Intent, intent, "first"));
        Assert.Equal(PostRefusalKind.NotNow, Assert.IsType<PostRefused>(Keep(A, 1, CommentAbout.Intent, intent, "second")).Kind);
        Assert.Equal(PostRefusalKind.NotNow, A.State.Judge(B.Name, new CommentMade(Id(1), CommentAbout.Intent, intent, "third"), _strait.Sea.Now)!.Kind);
        Assert.Equal("first", Assert.Single(A.State.Comments(CommentAbout.Intent, intent)).Text);
    }

    [Fact]
    public void Ten_thousand_comments_are_read_page_by_page_the_newest_first()
    {
        var intent = _strait.File("a", 5, 60);
        for (var i = 0; i < 10_000; i++)
        {
            // Many in one instant, too.
            _strait.Sea.Pass(TimeSpan.FromMilliseconds(i % 3));
            Assert.IsType<PostDone>(A.State.Apply(new KeepComment(_strait.Sea.Now, Id(i), CommentAbout.Intent, intent, $"{i}")));
        }

        var seen = new List<Comment>();
        for (EntityId? last = null; A.State.Comments(CommentAbout.Intent, intent, last).Take(200).ToArray() is { Length: > 0 } page; last = page[^1].Id)
        {
            seen.AddRange(page);
        }

        Assert.Equal(10_000, seen.DistinctBy(static c => c.Id).Count());
        Assert.Equal(seen.OrderByDescending(static c => c.At).ThenByDescending(static c => c.Id), seen);
        Assert.Equal(10_000, A.State.CommentsOf(CommentAbout.Intent, intent));
    }

    [Fact]
    public void A_flood_under_one_thing_ends_and_calls_once()
    {
        var intent = _strait.File("a", 5, 60);
        var taken = 0;
        for (var i = 0; i < 1200; i++)
        {
            if (_strait.Sea.Write(B, new CommentMade(Id(i), CommentAbout.Intent, intent, $"flood {i}"), A.Name))
            {
                taken++;
                _strait.Sea.Settle();
            }
        }

        Assert.Equal((1000, 1000), (taken, A.State.CommentsOf(CommentAbout.Intent, intent)));
        Assert.Single(A.State.Alarms, static a => a.Kind == "comment");
        Say(M, 5000, CommentAbout.Intent, intent, "I am still heard.");
        _strait.Sea.Settle();
        Assert.Equal("I am still heard.", A.State.Comments(CommentAbout.Intent, intent).First().Text);
        Assert.IsType<PostDone>(Keep(A, 6000, CommentAbout.Intent, intent, "So are we."));
    }

    [Fact]
    public void A_post_from_an_old_backup_gets_back_what_went_across_and_the_others_learn_nothing_of_what_did_not()
    {
        var conflict = Meet();
        var backup = A.Journal.Count;
        Say(A, 1, CommentAbout.Conflict, conflict, "Ours across.");
        Keep(A, 2, CommentAbout.Conflict, conflict, "Ours within.");
        Say(B, 3, CommentAbout.Conflict, conflict, "Theirs across.");
        Keep(B, 4, CommentAbout.Conflict, conflict, "Theirs within.");
        _strait.Sea.Settle();
        var before = A.State.Comments(CommentAbout.Conflict, conflict).Where(static c => c.Across).Select(Text).ToArray();
        Assert.Equal(2, before.Length);

        _strait.Sea.Restore(A, backup);
        _strait.Sea.Settle();
        Assert.Equal(before, A.State.Comments(CommentAbout.Conflict, conflict).Select(Text));
        Assert.Equal(["Ours across.", "Theirs across.", "Theirs within."], B.State.Comments(CommentAbout.Conflict, conflict).Select(static c => c.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_else_is_said_lost_and_told_again_both_sides_show_the_same_comments() => Steps.Sample(static steps =>
    {
        var sea = AgreementPropertyTests.Played(steps, restores: true);
        AgreementPropertyTests.Agree(sea);
        foreach (var boat in sea.Boats.Values)
        {
            foreach (var other in sea.Boats.Values.Where(o => o != boat))
            {
                Assert.DoesNotContain(other.State.Declared.SelectMany(d => other.State.Comments(CommentAbout.Intent, d.Id)), c => !c.Across && c.By == boat.Name);
            }
        }
    }, iter: 300);

    [Fact]
    public void One_that_waits_for_the_exchange_is_shown_as_waiting_and_then_once()
    {
        var intent = _strait.File("a", 5, 60);
        Assert.True(_strait.Sea.Write(B, new CommentMade(Id(1), CommentAbout.Intent, intent, "When?"), A.Name));
        Assert.Equal("When?", Assert.Single(B.State.WaitingComments).What.Text);
        Assert.Empty(B.State.Comments(CommentAbout.Intent, intent));
        _strait.Sea.Settle();
        Assert.Empty(B.State.WaitingComments);
        Assert.Single(B.State.Comments(CommentAbout.Intent, intent));
    }

    private EntityId Meet()
    {
        _strait.File("a", 5, 60);
        _strait.File("b", 8, 60);
        return A.State.Conflicts.Last().Id;
    }

    private PostOutcome Keep(Sea.Boat boat, int id, CommentAbout about, EntityId subject, string text) => boat.Do(new KeepComment(_strait.Sea.Now, Id(id), about, subject, text, "Ash"));

    private void Say(Sea.Boat boat, int id, CommentAbout about, EntityId subject, string text, params PartyName[] to) =>
        Assert.True(_strait.Sea.Write(boat, new CommentMade(Id(id), about, subject, text, "Ash"), to.Length > 0 ? to : [.. boat.State.Readers(about, subject)[0]]));

    // Records compare arrays by reference.
    private static string Text(Comment c) => $"{c with { Readers = [] }} {string.Join(',', c.Readers)}";

    private static EntityId Id(int number) => new(new Guid(number, 7, 0, [0, 0, 0, 0, 0, 0, 0, 1]));
}
