using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Tests.Exchange;

/// <summary>
/// A world so small that everything happens: three parties, a handful of ids, cells that nest, times that end soon. Random numbers become
/// commands by looking at the state, as callers do, so that most are right and every rule is broken now and then.
/// </summary>
internal static class World
{
    public static readonly Instant Noon = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public static readonly PartyName[] Parties = [new("north-air-arm"), new("relief-agency"), new("survey-drones")];

    /// <summary>Steps of a walk; each is the numbers that one command is made of.</summary>
    public static readonly Gen<int[][]> Walk = Gen.Int[0, 5_039].Array[24].Array[1, 70];

    private static readonly CellId[] Places = Nested();

    public static string Url(PartyName party) => $"https://{party}.example";

    public static EntityId Id(int n) => new(new Guid(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)n));

    /// <summary>A walk's commands, each made from the state as it is when it is asked for: apply one before asking for the next.</summary>
    public static IEnumerable<Command> Commands(ExchangeState state, int[][] walk)
    {
        var now = Noon;
        for (var step = 0; step < walk.Length; step++)
        {
            var dice = new Dice(walk[step]);
            now = now.Plus(dice.Pick([TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(40)]));
            now = dice.OneIn(30) ? now.Plus(TimeSpan.FromHours(25)) : now;
            yield return new Asking(state, dice, now, step).Any();
        }
    }

    public static Extent Extent(Dice dice, Instant now)
    {
        var cells = new ulong[dice.Of(3) + 1];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = dice.Pick(Places).Value;
        }

        var low = dice.Of(4) * 100;
        var half = TimeSpan.FromMinutes(30);
        var start = new Instant(now.Ticks / half.Ticks * half.Ticks).Plus(half * (dice.Of(4) - 1));
        return new Extent(
            CellCovering.FromIds(cells).Value,
            new AltitudeBand(new(low), new(low + (dice.Of(4) * 100))),
            new TimeInterval(start, start.Plus(half * dice.Of(6))));
    }

    // One cell, its children, and some of theirs: any two meet or lie side by side.
    private static CellId[] Nested()
    {
        var top = CellId.FromLatLng(new LatLng(50, 10), 10);
        return [top, .. top.Children(), .. top.Child(0).Children(), top.Child(3).Child(1)];
    }
}

/// <summary>A row of random numbers, taken one after the other.</summary>
internal sealed class Dice(int[] numbers)
{
    private int _at;

    public int Of(int sides) => numbers[_at++ % numbers.Length] % sides;

    public bool OneIn(int times) => Of(times) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Of(from.Count)];
}
