using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Bench.Posts;

/// <summary><c>posts</c>: the relay, two posts, and the search for conflicts, with real processes on this machine.</summary>
internal static class PostsCommand
{
    public static Command Create() => new("posts", "What letters, notices and conflicts cost between posts.") { Letters(), Filing(), Flash(), Airspace(), Year(), Console() };

    private static Command Letters()
    {
        var seconds = new Argument<int>("SECONDS") { DefaultValueFactory = static _ => 30, Description = "How long." };
        var pairs = new Option<int>("--pairs") { HelpName = "N", DefaultValueFactory = static _ => 4, Description = "Senders, each with a receiver of its own." };
        var bytes = new Option<int>("--bytes") { HelpName = "N", DefaultValueFactory = static _ => 1500, Description = "Payload of one letter." };
        var rate = new Option<int>("--rate") { HelpName = "N", DefaultValueFactory = static _ => 0, Description = "Letters a second, all senders together; 0 for as many as go." };
        var command = new Command("letters", "Letters through one relay, each on its disk before it is answered.") { seconds, pairs, bytes, rate };
        command.SetAction(async (parsed, cancel) => Print(await LettersRun.RunAsync(
            parsed.GetValue(pairs), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(bytes), parsed.GetValue(rate), cancel), PostsJson.Default.LettersResult));
        return command;
    }

    private static Command Filing()
    {
        var live = new Argument<int>("LIVE") { DefaultValueFactory = static _ => 10_000, Description = "Live intents before." };
        var filed = new Option<int>("--filed") { HelpName = "N", DefaultValueFactory = static _ => 500, Description = "Conflicting intents filed at A, one after the other." };
        var command = new Command("filing", "From filing an intent at post A to the conflict standing at post B.") { live, filed };
        command.SetAction(async (parsed, cancel) => Print(await FilingRun.RunAsync(parsed.GetValue(live), parsed.GetValue(filed), cancel), PostsJson.Default.FilingResult));
        return command;
    }

    private static Command Flash()
    {
        var messages = new Argument<int>("MESSAGES") { DefaultValueFactory = static _ => 2_000, Description = "One after the other." };
        var command = new Command("flash", "From sending a FLASH at post A to its standing at post B.") { messages };
        command.SetAction(async (parsed, cancel) => Print(await FlashRun.RunAsync(parsed.GetValue(messages), cancel), PostsJson.Default.FlashResult));
        return command;
    }

    private static Command Console()
    {
        var messages = new Argument<int>("MESSAGES") { DefaultValueFactory = static _ => 200, Description = "Of each precedence, one after the other." };
        var windows = new Option<int>("--windows") { HelpName = "N", DefaultValueFactory = static _ => 20, Description = "Windows open at post B: some with the map, some with the line, some with the watch." };
        var live = new Option<int>("--live") { HelpName = "N", DefaultValueFactory = static _ => 0, Description = "Live intents before." };
        var command = new Command("console", "From sending a FLASH or ROUTINE at post A to its text on a screen at post B, in a real browser.") { messages, windows, live };
        command.SetAction(async (parsed, cancel) => Print(await ConsoleRun.RunAsync(parsed.GetValue(messages), parsed.GetValue(windows), parsed.GetValue(live), cancel), PostsJson.Default.ConsoleResult));
        return command;
    }

    private static Command Airspace()
    {
        var live = new Argument<int>("LIVE") { DefaultValueFactory = static _ => 100_000, Description = "Live foreign intents." };
        var command = new Command("airspace", "Finding the conflicts of a new intent among many foreign ones, in one process.") { live };
        command.SetAction(parsed => Print(AirspaceRun.Run(parsed.GetValue(live)), PostsJson.Default.AirspaceResult));
        return command;
    }

    private static Command Year()
    {
        var messages = new Option<int>("--messages") { HelpName = "N", DefaultValueFactory = static _ => 100_000, Description = "Messages of the year." };
        var intents = new Option<int>("--intents") { HelpName = "N", DefaultValueFactory = static _ => 50_000, Description = "Intents of the year." };
        var live = new Option<int>("--live") { HelpName = "N", DefaultValueFactory = static _ => 300, Description = "Intents that are still to come." };
        var command = new Command("year", "A post with a year behind it: its start, with a snapshot and without, and the pages of its lists.") { messages, intents, live };
        command.SetAction(async (parsed, cancel) => Print(
            await YearRun.RunAsync(parsed.GetValue(messages), parsed.GetValue(intents), parsed.GetValue(live), cancel), YearJson.Default.YearResult));
        return command;
    }

    private static int Print<T>(T result, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
    {
        System.Console.WriteLine(JsonSerializer.Serialize(result, shape));
        return 0;
    }
}

/// <param name="PerSecond">Letters taken by the relay a second.</param>
/// <param name="P50Ms">From the sending, sealed, to the arrival at the receiver, not opened.</param>
/// <param name="BareSyncs">Writes of the same bytes with a sync each, a second, on the same disk: the limit of one journal without groups.</param>
internal sealed record LettersResult(
    long Letters, double Seconds, double PerSecond, double P50Ms, double P99Ms, double MaxMs, double SealMs, double OpenMs, double RelayMbStart, double RelayMbEnd, double BareSyncs, double BareP50Ms);

internal sealed record FilingResult(
    int Live, double LoadSeconds, int Filed, double AnswerP50Ms, double AnswerP99Ms, double StandingP50Ms, double StandingP99Ms, double StandingMaxMs, double BareP50Ms, double HttpP50Ms);

/// <param name="StandingP50Ms">From the call at A to an answer of B that shows it.</param>
/// <param name="AnswerP50Ms">From the call at A to A's answer, by when the exchange has it in its place.</param>
/// <param name="HttpP50Ms">An empty call to B: what asking costs by itself.</param>
internal sealed record FlashResult(
    int Messages, double StandingP50Ms, double StandingP99Ms, double StandingMaxMs, double AnswerP50Ms, double AnswerP99Ms, double BareP50Ms, double HttpP50Ms);

internal sealed record AirspaceResult(int Live, double BuildSeconds, int Searches, double P50Ms, double P99Ms, double MaxMs, double FoundMean, double ExhaustiveMs);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LettersResult))]
[JsonSerializable(typeof(FilingResult))]
[JsonSerializable(typeof(FlashResult))]
[JsonSerializable(typeof(AirspaceResult))]
[JsonSerializable(typeof(ConsoleResult))]
internal sealed partial class PostsJson : JsonSerializerContext;
