using System.Collections.Immutable;
using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Whatever is said, in whatever order it goes and comes, all posts show the same in the end.</summary>
public sealed class AgreementPropertyTests
{
    private static readonly string[] Names = ["a", "b", "m"];

    private static readonly Gen<(int What, int Who, int X, int Y)[]> Steps =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 2], Gen.Int[0, 30], Gen.Int[0, 60]).Array[20, 120];

    [Fact]
    public void Both_sides_show_the_same_once_all_mail_is_taken() => Steps.Sample(steps =>
    {
        var sea = Played(steps, restores: false);
        Agree(sea);
    }, iter: 400);

    [Fact]
    public void A_post_from_any_old_backup_shows_what_the_others_show_once_they_told_it_again() => Steps.Sample(steps =>
    {
        var sea = Played(steps, restores: true);
        Agree(sea);
    }, iter: 400);

    [Fact]
    public void A_journal_replayed_gives_the_same_state() => Steps.Sample(steps =>
    {
        var sea = Played(steps, restores: true);
        foreach (var boat in sea.Boats.Values)
        {
            var again = boat.Replayed();
            foreach (var (x, y) in Pairs(sea))
            {
                Assert.Equal(SharedView.Of(boat.State, x, y, sea.Now), SharedView.Of(again, x, y, sea.Now));
            }

            Assert.Equal(string.Join('\n', boat.State.Alarms), string.Join('\n', again.Alarms));
            Assert.Equal(boat.State.LastNumber, again.LastNumber);
            Assert.Equal(string.Join('\n', boat.State.Outbox.Select(static l => l.Number)), string.Join('\n', again.Outbox.Select(static l => l.Number)));
        }
    }, iter: 100);

    private static IEnumerable<(PartyName, PartyName)> Pairs(Sea sea) =>
        from x in sea.Boats.Values from y in sea.Boats.Values where x.Name.CompareTo(y.Name) < 0 select (x.Name, y.Name);

    internal static void Agree(Sea sea)
    {
        sea.Settle();
        foreach (var (x, y) in Pairs(sea))
        {
            var (mine, theirs) = (SharedView.Of(sea[x.Value].State, x, y, sea.Now), SharedView.Of(sea[y.Value].State, x, y, sea.Now));
            Assert.Equal(mine, theirs);
        }

        Assert.All(sea.Boats.Values, static b => Assert.Empty(b.State.Outbox));
        Assert.All(sea.Boats.Values, static b => Assert.Empty(b.State.Restoring));
    }

    internal static Sea Played((int What, int Who, int X, int Y)[] steps, bool restores, Action<Sea, int>? after = null)
    {
        var sea = new Sea(Names);
        var (a, b, m) = (sea["a"], sea["b"], sea["m"]);
        var agreement = Id(1000);
        var document = System.Text.Json.JsonSerializer.Serialize(Terms(sea.Now), PostJson.Default.AgreementDocument);
        sea.Write(a, new AgreementDrafted(agreement, document), b.Name, m.Name);
        sea.Settle();
        var hash = a.State.Agreement(agreement)!.Hash;
        sea.Write(a, new AgreementSigned(agreement, hash), b.Name, m.Name);
        sea.Write(b, new AgreementSigned(agreement, hash), a.Name, m.Name);
        sea.Settle();
        var next = 1;
        for (var i = 0; i < steps.Length; i++)
        {
            var (what, who, x, y) = steps[i];
            Step(sea, sea.Boats.Values.ElementAt(who), what, x, y, agreement, restores, ref next);
            after?.Invoke(sea, i);
        }

        return sea;
    }

    private static void Step(Sea sea, Sea.Boat boat, int what, int x, int y, EntityId agreement, bool restores, ref int next)
    {
        var others = sea.Boats.Values.Select(static o => o.Name).Where(n => n != boat.Name).ToArray();
        var all = boat.State.Declared.ToArray();
        var cases = boat.State.Conflicts.ToArray();
        switch (what)
        {
            case < 20 when boat.Name.Value != "m" && !boat.State.CatchingUp:
                File(sea, boat, Id(next++), FilingStep.File, x, y - 10, agreement, others, null);
                break;
            case < 28 when all.Where(d => d.Owner == boat.Name && !d.Over).ElementAtOrDefault(y % 4) is { } own && !boat.State.CatchingUp:
                File(sea, boat, own.Id, FilingStep.Change, x, y, agreement, others, cases.FirstOrDefault(c => c.AgreedBy is not null && c.Between(boat.Name))?.Id);
                break;
            case < 31 when all.Where(d => d.Owner == boat.Name && !d.Over).ElementAtOrDefault(y % 4) is { } own && !boat.State.CatchingUp:
                File(sea, boat, own.Id, FilingStep.Withdraw, x, y, agreement, others, null);
                break;
            case < 36 when all.Where(d => d.Owner != boat.Name).ElementAtOrDefault(y % 5) is { } foreign:
                sea.Write(boat, new NoticeSeen(foreign.Id, foreign.Version, "Officer"), foreign.Owner);
                break;
            case < 40 when all.Where(d => d.Owner != boat.Name).ElementAtOrDefault(y % 5) is { } foreign:
                sea.Write(boat, new NoticePassedOn(foreign.Id, 9, x % 9, Math.Min(x % 9, y % 9)), foreign.Owner);
                break;
            case < 50 when cases.ElementAtOrDefault(y % 3) is { } conflict:
                var kind = (ProposalKind)(x % 7);
                var moves = kind <= ProposalKind.Shrink;
                sea.Write(
                    boat, new Proposed(conflict.Id, Id(500_000 + next++), kind, moves ? new RawJson("{}") : null, moves ? (y % 2 == 0 ? conflict.A : conflict.B) : null, "why", "One", "Two"), others);
                break;
            case < 60 when cases.ElementAtOrDefault(y % 3) is { Proposals: { IsEmpty: false } proposals } conflict:
                sea.Write(boat, new ProposalAnswered(conflict.Id, proposals[x % proposals.Length].What.Proposal, y % 3 != 0), others);
                break;
            case < 64 when cases.ElementAtOrDefault(y % 3) is { } conflict:
                sea.Write(boat, new Stood(conflict.Id, x % 2 == 0 ? Stand.Move : Stand.Hold), others);
                break;
            case 64:
                sea.Write(boat, new AgreementSuspended(agreement, sea.Now.Plus(TimeSpan.FromMinutes(y - 30)), "because"), others);
                break;
            case 65:
                sea.Write(boat, new AgreementResumed(agreement), others);
                break;
            case < 68:
                sea.Pass(TimeSpan.FromMinutes(y / 4));
                boat.Do(new Strike(sea.Now));
                break;
            case 68 when restores:
                // One at a time, and only once it knows again what it lost: two that lost the same can't help each other.
                sea.Settle();
                sea.Restore(boat, 12 + ((boat.Journal.Count - 12) * x / 31), early =>
                {
                    if (early.State.Declared.FirstOrDefault(d => d.Owner != early.Name) is { } known)
                    {
                        sea.Write(early, new NoticePassedOn(known.Id, 7, y % 7, 0), known.Owner);
                    }
                });
                break;
            case < 84:
                sea.Send(boat);
                break;
            case >= 100:
                LinePlay.Step(sea, boat, what - 100, x, y, others, Id(next++));
                break;
            default:
                sea.Take(boat);
                break;
        }
    }

    private static void File(Sea sea, Sea.Boat boat, EntityId id, FilingStep step, int place, int minutes, EntityId agreement, PartyName[] others, EntityId? settles)
    {
        var facts = sea.Facts(minutes);
        var plan = new OwnPlan(DeclaredKind.Intent, IntentState.Accepted, Sea.At(place), [agreement], facts, false, Settles: settles, Outcome: IntentOutcome.Changed);
        if (boat.Do(new BeginFiling(sea.Now, id, step, plan, "s")) is PostRefused)
        {
            return;
        }

        var version = boat.State.Find(id)!.Version + 1;
        LetterBody body = step == FilingStep.Withdraw
            ? new NoticeWithdrawn(id, IntentOutcome.Changed)
            : new Notice(id, version, DeclaredKind.Intent, IntentState.Accepted, Sea.At(place), false, false, [agreement], $"ovn-{id}-{version}", Settles: settles);
        sea.Remember(id, version, facts);
        boat.Do(new EndFiling(sea.Now, id, [new Draft([.. others], body)], [], $"ovn-{id}-{version}"));
    }

    private static EntityId Id(int n) => new(new Guid(n, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));

    internal static AgreementDocument Terms(Instant now) => new(
        "Sea", [new PartyName("a"), new PartyName("b")], new RawJson("{}"), 0, 1000, now, now.Plus(TimeSpan.FromDays(10)), 900, new SeparationTerms(10, 10, 10),
        new AcknowledgeTerms(1, 1, 1, 1), Disclosure.Full, 60, 600,
        ImmutableSortedDictionary<string, ImmutableArray<Core.Post.Contact>>.Empty)
    { Mediator = new PartyName("m") };
}
