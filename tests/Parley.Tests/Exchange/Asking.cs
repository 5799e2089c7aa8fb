using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

/// <summary>One command by a caller who has mostly, but not always, looked at the state first.</summary>
internal sealed class Asking(ExchangeState state, Dice dice, Instant now, int step)
{
    public Command Any() => dice.Of(28) switch
    {
        > 26 => Admission(),
        > 25 => Confirm(),
        > 20 => Letter(),
        < 9 => PutIntent(),
        < 11 => DeleteIntent(),
        < 13 => PutConstraint(),
        13 => DeleteConstraint(),
        < 17 => PutSubscription(),
        17 => DeleteSubscription(),
        18 => SetAvailability(),
        19 => new FileReport(now, Somebody(), World.Id(100 + step), new byte[] { 1, 2, (byte)step }),
        _ => new Sweep(now, new("exchange"), now.Plus(-TimeSpan.FromHours(dice.Of(4))), dice.Pick([1, 2, 100])),
    };

    private PutIntent PutIntent()
    {
        var id = World.Id(1 + dice.Of(4));
        var old = state.Intent(id);
        var by = Owner(old?.Manager);
        var extent = World.Extent(dice, now);
        EntityId? subscription = null;
        ImplicitSubscription? wanted = null;
        switch (dice.Of(5))
        {
            case 0:
                break;
            case < 3:
                wanted = new(dice.OneIn(12) ? World.Id(11) : World.Id(1_000 + step), $"version-{step}", World.Url(by), dice.OneIn(2));
                break;
            default:
                var known = state.AllSubscriptions().Where(s => s.Manager == by || dice.OneIn(8)).ToList();
                subscription = old?.Subscription is { } own && dice.OneIn(2) ? own : known.Count > 0 ? dice.Pick(known).Id : World.Id(11);
                if (state.Live(subscription.Value, now) is { } live && !dice.OneIn(3))
                {
                    // Within what is subscribed, as a careful caller would.
                    extent = new Extent(live.Extent.Cells, live.Extent.Altitudes, dice.OneIn(2) ? live.Extent.Time : extent.Time);
                }

                break;
        }

        var requested = dice.OneIn(3);
        var ovn = requested ? $"{id}_{dice.Of(4)}" : $"ovn-{step:00000000000000}";
        return new PutIntent(
            now, by, id, Expected(old?.Ovn.Value) is { } e ? new Ovn(e) : null, dice.Pick(States), extent, World.Url(by), subscription, wanted, new Ovn(ovn), requested, Key(extent));
    }

    private static readonly IntentState[] States =
        [IntentState.Accepted, IntentState.Accepted, IntentState.Activated, IntentState.Nonconforming, IntentState.Contingent];

    private ImmutableArray<string> Key(Extent extent)
    {
        ImmutableArray<string> all = [.. state.IntentsIn(extent).Select(s => s.Intent.Ovn.Value), .. state.ConstraintsIn(extent).Select(s => s.Constraint.Ovn.Value)];
        return dice.Of(6) switch
        {
            0 => [],
            1 when all.Length > 0 => all.RemoveAt(dice.Of(all.Length)),
            2 => ["no-such-ovn-0000", .. all.Reverse(), .. all],
            _ => all,
        };
    }

    private DeleteIntent DeleteIntent()
    {
        var old = state.Intent(World.Id(1 + dice.Of(4)));
        return new DeleteIntent(now, Owner(old?.Manager), old?.Id ?? World.Id(1), new Ovn(Expected(old?.Ovn.Value) ?? ""));
    }

    private PutConstraint PutConstraint()
    {
        var id = World.Id(21 + dice.Of(3));
        var old = state.Constraint(id);
        var by = Owner(old?.Manager);
        return new PutConstraint(now, by, id, Expected(old?.Ovn.Value) is { } e ? new Ovn(e) : null, World.Extent(dice, now), World.Url(by), new Ovn($"ovn-{step:00000000000000}"));
    }

    private DeleteConstraint DeleteConstraint()
    {
        var old = state.Constraint(World.Id(21 + dice.Of(3)));
        return new DeleteConstraint(now, Owner(old?.Manager), old?.Id ?? World.Id(21), new Ovn(Expected(old?.Ovn.Value) ?? ""));
    }

    private PutSubscription PutSubscription()
    {
        var implicitly = state.AllSubscriptions().Where(s => s.Implicit).Select(s => s.Id).ToList();
        var id = dice.OneIn(4) && implicitly.Count > 0 ? dice.Pick(implicitly) : World.Id(11 + dice.Of(4));
        var old = state.Live(id, now);
        var by = Owner(old?.Manager);
        Instant? start = dice.Of(7) switch { < 3 => null, 3 => now.Plus(-TimeSpan.FromMinutes(4)), 4 => now.Plus(-TimeSpan.FromMinutes(6)), 5 => now, _ => now.Plus(TimeSpan.FromHours(1)) };
        Instant? end = dice.Of(9) switch
        {
            < 2 => null,
            2 => (start ?? now).Plus(TimeSpan.FromHours(24)),
            3 => (start ?? now).Plus(TimeSpan.FromHours(25)),
            4 => now.Plus(-TimeSpan.FromMinutes(1)),
            5 => now,
            _ => now.Plus(TimeSpan.FromMinutes(20 * dice.Of(12))),
        };
        var extent = World.Extent(dice, now);
        extent = old is null || dice.OneIn(3) ? extent : old.Extent with { Cells = old.Extent.Cells.Union(extent.Cells) };
        return new PutSubscription(
            now, by, id, Expected(old?.Version), extent, start, end, World.Url(by), !dice.OneIn(4), dice.OneIn(2), $"version-{step}");
    }

    private DeleteSubscription DeleteSubscription()
    {
        var known = state.AllSubscriptions().ToList();
        var old = known.Count > 0 ? dice.Pick(known) : null;
        return new DeleteSubscription(now, Owner(old?.Manager), old?.Id ?? World.Id(11), Expected(old?.Version) ?? "");
    }

    private SetAvailability SetAvailability()
    {
        var party = Somebody();
        return new SetAvailability(
            now, Somebody(), party, Expected(state.AvailabilityOf(party).Version) ?? "", dice.Pick([Availability.Down, Availability.Down, Availability.Normal, Availability.Unknown]), $"version-{step}");
    }

    private Command Admission()
    {
        var party = Somebody();
        return dice.OneIn(4)
            ? new ExpelParty(now, ExchangeState.Self, party)
            : new AdmitParty(now, ExchangeState.Self, party, $"{party}.{dice.Of(2)}", new byte[] { 1, (byte)dice.Of(3) }, dice.OneIn(2));
    }

    private TakeLetter Letter()
    {
        var by = dice.OneIn(3) ? ExchangeState.Self : Somebody();
        ImmutableArray<PartyName> to = [.. World.Parties.Append(ExchangeState.Self).Where(p => p != by && dice.OneIn(2))];
        var number = state.Standing(by).Sent + dice.Pick([1, 1, 1, 0, 2]);
        return new TakeLetter(now, by, number, to.IsEmpty ? [by == Somebody() ? ExchangeState.Self : World.Parties[0]] : to, dice.Of(500), $"hash-{step}");
    }

    private ConfirmLetters Confirm()
    {
        var by = dice.OneIn(3) ? ExchangeState.Self : Somebody();
        var (_, first, next) = state.Standing(by);
        var through = first - 1 + dice.Of((int)(next - first) + 2);
        var receipts = state.Mail(by, 0, (int)Math.Max(0, through - first + 1)).OfType<LetterEntry>().GroupBy(static e => e.From)
            .OrderBy(static g => g.Key).Select(static g => new SignedReceipt(g.Key, [.. g.Select(static e => e.Number)], $"receipt of {g.Count()}"));
        return new ConfirmLetters(now, by, through, [.. receipts]);
    }

    private PartyName Somebody() => dice.Pick(World.Parties);

    private PartyName Owner(PartyName? manager) => manager is { } it && !dice.OneIn(8) ? it : Somebody();

    private string? Expected(string? current) => dice.Of(12) switch { 0 => null, 1 => "stale-or-made-up", _ => current };
}
