using System.CommandLine;
using Parley.Demo;

namespace Parley.Commands;

/// <summary><c>parley demo</c>: the main job, played by two parties against a real exchange.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep-running") { Description = "Leave the exchange up afterwards, until Ctrl-C, with a token to call it" };
        var command = new DocumentedCommand("demo", "See two parties find out that they would meet, and settle it, before anything moves.")
        {
            Usage = "[--keep-running]",
            Details =
            [
                "Starts an exchange on an embedded journal in a folder of its own, and plays two fictional parties against it over HTTP. Each step "
                + "is checked against what must come of it.",
            ],
            Examples = [new("parley demo", "a timeline of who learned what, when"), new("parley demo --keep-running", "the same, and then yours to call")],
        };
        command.Group("Options", keep)
            .Exit(ExitCode.Fine, "every step came out as it must")
            .Exit(ExitCode.No, "a step came out otherwise; the last line says which");
        command.SetAction((parsed, cancel) => RunAsync(parsed, parsed.GetValue(keep), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool keep, CancellationToken cancel)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!(await DemoExchange.StartAsync()).Try(out var exchange, out var problem))
        {
            return parsed.Refuse(problem.ToString());
        }

        await using (exchange)
        {
            var failed = await new TwoParties(exchange, new Timeline(output)).PlayAsync(cancel);
            if (failed is not null)
            {
                await output.WriteLineAsync($"\nNot as it must be: {failed}");
                return ExitCode.No;
            }

            if (keep)
            {
                await ExplainAsync(output, exchange);
                await Task.Delay(Timeout.Infinite, cancel).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }

        return ExitCode.Fine;
    }

    private static async Task ExplainAsync(TextWriter output, DemoExchange exchange)
    {
        await output.WriteLineAsync($"""

            The exchange is up at {exchange.Url}; Ctrl-C ends it. For an hour this token opens it:

              TOKEN={exchange.Token("visitor")}
              curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' {exchange.Url}/dss/v1/operational_intent_references/query \
                -d '{TwoParties.QueryBody}'
            """);
    }
}
