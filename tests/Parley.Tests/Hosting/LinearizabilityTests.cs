using CsCheck;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Tests.Exchange;

namespace Parley.Tests.Hosting;

/// <summary>
/// Callers at the same time see one exchange: each answer is the one that a single state gives at a moment between the call and the
/// answer. The order of the stored entries is the witness; what took no place in it must fit somewhere in between.
/// </summary>
public sealed class LinearizabilityTests
{
    private sealed record Call(Command Command, long Before, string Outcome, long After);

    [Fact]
    public void Answers_to_callers_at_the_same_time_fit_one_order_that_respects_who_came_first() =>
        Gen.Int[0, 5_039].Array[24].Array[1, 12].Array[2, 4].Sample(
            callers =>
            {
                var (calls, log, final) = Run(callers).GetAwaiter().GetResult();
                var ordered = log.Stored.Select(s => s.Ticket!.Command).ToHashSet<Command>(ReferenceEqualityComparer.Instance);
                var state = new ExchangeState();
                var open = calls.Where(c => !ordered.Contains(c.Command)).ToHashSet();
                for (var position = 0L; position <= log.End; position++)
                {
                    if (position > 0)
                    {
                        var (payload, ticket) = log.Stored[(int)position - 1];
                        var call = calls.Single(c => ReferenceEquals(c.Command, ticket!.Command));
                        Assert.Equal(Describe.It(state.Apply(CommandCodec.Decode(payload))), call.Outcome);
                        Assert.InRange(position, call.Before + 1, call.After);
                    }

                    open.RemoveWhere(c => c.Before <= position && position <= c.After && Describe.It(state.Refusal(c.Command)) == c.Outcome);
                }

                Assert.Empty(open);
                Assert.Equal(Describe.State(state), final);
            },
            iter: 60, threads: 1);

    private static async Task<(List<Call> Calls, HeldLog Log, byte[] Final)> Run(int[][][] callers)
    {
        var fairness = new Fairness();
        var log = new HeldLog { Arrange = fairness.Arrange };
        await using var engine = new ExchangeEngine(log, TimeProvider.System, fairness);
        engine.Start(new ExchangeState(), 0);
        var calling = Task.WhenAll(callers.Select((steps, caller) => Task.Run(() => CallAsync(engine, steps, caller))));
        while (!calling.IsCompleted)
        {
            log.Deliver();
            await Task.Yield();
        }

        return ([.. (await calling).SelectMany(c => c)], log, engine.Read(0, static (s, _) => Describe.State(s)));
    }

    private static async Task<List<Call>> CallAsync(ExchangeEngine engine, int[][] steps, int caller)
    {
        List<Call> calls = [];
        for (var n = 0; n < steps.Length; n++)
        {
            // Looks at the state first, as a caller would; by the time it asks, another may have changed it.
            var (command, before) = engine.Read(
                new Dice(steps[n]), (state, dice) => (new Asking(state, dice, World.Noon.Plus(TimeSpan.FromMinutes(n)), (caller * 1_000) + n).Any(), engine.Position));
            var outcome = Describe.It(await engine.SubmitAsync(command));
            calls.Add(new Call(command, before, outcome, engine.Read(0, (_, _) => engine.Position)));
        }

        return calls;
    }
}
