using System.Collections;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>A state that was written and read goes on as the one that it was written of.</summary>
public sealed class PostSnapshotTests
{
    private const string Derived = "made of the rest";

    private static readonly Gen<(int What, int Who, int X, int Y)[]> Steps =
        Gen.Select(Gen.Int[0, 99 + LinePlay.Kinds], Gen.Int[0, 2], Gen.Int[0, 30], Gen.Int[0, 60]).Array[20, 160];

    // Where each field of the state is in its picture.
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["<Me>k__BackingField"] = nameof(PostPicture.Head),
        ["<LastSeq>k__BackingField"] = nameof(PostPicture.Head),
        ["<NextKeys>k__BackingField"] = nameof(PostPicture.Head),
        ["<LastNumber>k__BackingField"] = nameof(PostPicture.Head),
        ["<RefusedCount>k__BackingField"] = nameof(PostPicture.Head),
        ["<ReportCount>k__BackingField"] = nameof(PostPicture.Head),
        ["_compared"] = nameof(PostPicture.Head),
        ["_linkUp"] = nameof(PostPicture.Head),
        ["_parties"] = nameof(PostPicture.Parties),
        ["_rows"] = nameof(PostPicture.Rows),
        ["_outbox"] = nameof(PostPicture.Outbox),
        ["_unnumbered"] = nameof(PostPicture.Unnumbered),
        ["_agreements"] = nameof(PostPicture.Agreements),
        ["_declared"] = nameof(PostPicture.Declared),
        ["_noticed"] = nameof(PostPicture.Noticed),
        ["_toldTo"] = nameof(PostPicture.ToldTo),
        ["_sentNotices"] = nameof(PostPicture.SentNotices),
        ["_conflicts"] = nameof(PostPicture.Conflicts),
        ["_conflictsOf"] = Derived,
        ["_carrying"] = nameof(PostPicture.Carrying),
        ["_alarms"] = nameof(PostPicture.Alarms),
        ["_due"] = nameof(PostPicture.Due),
        ["_dueLine"] = nameof(PostPicture.Due),
        ["_messages"] = nameof(PostPicture.Messages),
        ["_messagesInOrder"] = Derived,
        ["_untaken"] = nameof(PostPicture.Untaken),
        ["_muted"] = nameof(PostPicture.Muted),
        ["_toMediator"] = nameof(PostPicture.ToMediator),
        ["_watch"] = nameof(PostPicture.Watch),
        ["_toldWatch"] = nameof(PostPicture.ToldWatch),
        ["_watchChanges"] = nameof(PostPicture.WatchChanges),
        ["_tests"] = nameof(PostPicture.Tests),
        ["_misses"] = nameof(PostPicture.Misses),
        ["_incidents"] = nameof(PostPicture.Incidents),
        ["_inquiries"] = Derived,
        ["_comments"] = nameof(PostPicture.Comments),
        ["_commentsUnder"] = Derived,
        ["_restoring"] = nameof(PostPicture.Restoring),
        ["_told"] = nameof(PostPicture.Told),
        ["_held"] = nameof(PostPicture.Held),
        ["_placed"] = nameof(PostPicture.Placed),
        ["_questions"] = nameof(PostPicture.Questions),
        ["_ownPlaces"] = nameof(PostPicture.OwnPlaces),
        ["_moved"] = "for the index over the volumes, which is made anew at each start",
    };

    [Fact]
    public void Every_field_of_the_state_is_in_its_picture_or_is_made_of_what_is()
    {
        // A field that is new here belongs into PostState.Picture.cs, this list, and PostSnapshot.Version rises.
        Assert.Equal(
            Fields.Keys.Order(StringComparer.Ordinal),
            typeof(PostState).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(static f => f.Name).Order(StringComparer.Ordinal));
        var parts = typeof(PostPicture).GetProperties().Select(static p => p.Name).ToArray();
        Assert.Empty(parts.Except(Fields.Values));
        var written = (Array)typeof(PostSnapshot).GetField("Parts", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        Assert.Equal(parts.Length - 2, written.Length);
        Assert.Equal(written.Length, written.Cast<object>().Select(static p => p.GetType().GetProperty("Kind")!.GetValue(p)).Distinct().Count());
    }

    [Fact]
    public void A_state_read_back_answers_every_further_command_as_the_one_that_was_written() => Steps.Sample(static steps =>
    {
        var sea = AgreementPropertyTests.Played(steps, restores: true, static (sea, step) =>
        {
            // Each boat's shadow was itself read back from a shadow, time and again.
            var boat = sea.Boats.Values.ElementAt(step % 3);
            if (step % 2 == 0)
            {
                boat.Shadow = Again(boat.Shadow ?? boat.State);
            }
        });
        sea.Settle();
        foreach (var boat in sea.Boats.Values.Where(static b => b.Shadow is not null))
        {
            Assert.Equal(Bytes(boat.State), Bytes(boat.Shadow!));
            Assert.Equal(boat.State.NextDue, boat.Shadow!.NextDue);
            Assert.Equal(boat.State.Messages().Select(static m => m.Id), boat.Shadow.Messages().Select(static m => m.Id));
            Assert.Equal(boat.State.Declared.SelectMany(d => boat.State.ConflictsOf(d.Id)).Select(static c => c.Id), boat.Shadow.Declared.SelectMany(d => boat.Shadow.ConflictsOf(d.Id)).Select(static c => c.Id));
            Assert.Equal(boat.State.LiveAt(sea.Now).Select(static d => d.Id), boat.Shadow.LiveAt(sea.Now).Select(static d => d.Id));
        }
    }, iter: 300);

    [Fact]
    public void A_journal_replayed_gives_the_same_snapshot_byte_for_byte() => Steps.Sample(static steps =>
    {
        var sea = AgreementPropertyTests.Played(steps, restores: true);
        foreach (var boat in sea.Boats.Values)
        {
            Assert.Equal(Bytes(boat.State), Bytes(boat.Replayed()));
        }
    }, iter: 60);

    [Fact]
    public void Random_play_fills_every_part_of_a_picture_sooner_or_later()
    {
        var filled = new HashSet<string>();
        var all = typeof(PostPicture).GetProperties().Length;
        Steps.Sample(
            steps =>
            {
                if (filled.Count < all)
                {
                    AgreementPropertyTests.Played(steps, restores: true, (sea, _) => Note(sea, filled));
                }
            }, iter: 600, threads: 1);
        Note(Settling(), filled);
        Assert.Empty(typeof(PostPicture).GetProperties().Select(static p => p.Name).Except(filled));
    }

    // One moves by a proposal that the other has accepted, and has not done it yet.
    private static Sea Settling()
    {
        var sea = AgreementPropertyTests.Played([(1, 0, 3, 60), (1, 1, 3, 60)], restores: false);
        sea.Settle();
        var (a, b, m) = (sea["a"], sea["b"], sea["m"]);
        var conflict = Assert.Single(a.State.Conflicts);
        var proposal = new EntityId(Guid.NewGuid());
        var own = conflict.OwnerA == a.Name ? conflict.A : conflict.B;
        Assert.True(sea.Write(a, new Proposed(conflict.Id, proposal, ProposalKind.Move, new RawJson("{}"), own), b.Name, m.Name));
        sea.Settle();
        Assert.True(sea.Write(b, new ProposalAnswered(conflict.Id, proposal, true), a.Name, m.Name));
        sea.Settle();
        Assert.Equal(conflict.Id, Assert.Single(Again(a.State).ToCarryOut()).Conflict.Id);
        return sea;
    }

    private static void Note(Sea sea, HashSet<string> filled)
    {
        foreach (var picture in sea.Boats.Values.Select(static b => b.State.Picture()))
        {
            filled.UnionWith(typeof(PostPicture).GetProperties().Where(p => p.GetValue(picture) is not ICollection { Count: 0 }).Select(static p => p.Name));
        }
    }

    [Fact]
    public void A_gap_where_no_minimum_is_agreed_is_journalled_and_kept()
    {
        var now = Instant.Parse("2026-11-23T12:00:00Z").Value;
        var far = new Closeness(new EntityId(Guid.NewGuid()), new EntityId(Guid.NewGuid()), false, [], 5, 0, 0, new SeparationTerms(0, 0, 0), 1, 2, now, now);
        Assert.Equal(double.PositiveInfinity, far.Ratio);
        Assert.NotEmpty(PostCodec.Encode(new EndFiling(now, far.Other, [], [far])));
        var conflict = new Conflict(far.Conflict, far.Other, far.Other, new PartyName("a"), new PartyName("b"), now, now, far) { Series = [new CaseStep(now, far.Other, 1, 0, far.Ratio, far)] };
        var picture = new PostState(new PartyName("a")).Picture();
        picture.Conflicts.Add(conflict);
        var again = Assert.Single(PostSnapshot.Read(new MemoryStream(Bytes(picture))).Conflicts);
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (again.Nearest, again.Series[0].RatioAfter));
    }

    [Fact]
    public void A_snapshot_of_another_version_is_refused_by_its_version()
    {
        var picture = new PostState(new PartyName("a")).Picture();
        picture.Head = picture.Head! with { Version = PostSnapshot.Version + 1 };
        var refused = Assert.Throws<JsonException>(() => PostSnapshot.Read(new MemoryStream(Bytes(picture))));
        Assert.Contains($"version {PostSnapshot.Version + 1}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_cut_anywhere_is_refused()
    {
        var sea = AgreementPropertyTests.Played([(1, 0, 3, 40), (75, 0, 0, 0), (90, 1, 0, 0)], restores: false);
        var bytes = Bytes(sea["a"].State);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            Assert.Throws<JsonException>(() => PostSnapshot.Read(new MemoryStream(bytes, 0, length)));
        }
    }

    private static PostState Again(PostState state)
    {
        var bytes = Bytes(state);
        var again = new PostState(PostSnapshot.Read(new MemoryStream(bytes)));
        Assert.Equal(bytes, Bytes(again));
        return again;
    }

    private static byte[] Bytes(PostState state) => Bytes(state.Picture());

    private static byte[] Bytes(PostPicture picture)
    {
        var stream = new MemoryStream();
        PostSnapshot.Write(picture, stream);
        return stream.ToArray();
    }
}
