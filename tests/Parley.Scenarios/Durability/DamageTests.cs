using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Durability;

/// <summary>What is wrong in the data folder: a torn end is a crash and is cut; damage in the middle stops the start; a folder has one owner.</summary>
[Trait("rule", "issue-2 §5")]
public sealed class DamageTests
{
    [Theory]
    [InlineData("garbage")]
    [InlineData("half an entry")]
    public async Task A_torn_end_is_cut_and_said_in_the_log(string how)
    {
        var (data, intents) = await WrittenAsync();
        var segment = LastSegment(data);
        var end = DirtyEnd(segment);
        using (var file = File.OpenWrite(segment))
        {
            if (how == "garbage")
            {
                file.Position = (end + 7) / 8 * 8;
                var garbage = new byte[333];
                new Random(1).NextBytes(garbage);
                file.Write(garbage);
            }
            else
            {
                file.SetLength(end - 20);
            }
        }

        await using (var exchange = await ExchangeProcess.StartAsync(data))
        {
            Assert.Contains(Path.GetFileName(segment), exchange.Output.Split('\n').Single(static l => l.Contains("torn", StringComparison.Ordinal)), StringComparison.Ordinal);
            var party = exchange.As("osprey");
            foreach (var intent in how == "garbage" ? intents : intents.SkipLast(1))
            {
                Assert.Equal(intent, (await party.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference);
            }

            Assert.Equal(how == "garbage" ? 200 : 404, (await party.GetIntentAsync(Guid.Parse(intents[^1].Id!))).Status);
            await party.DeclareAsync(Plan.Somewhere());
        }

        await using var again = await ExchangeProcess.StartAsync(data);
        Assert.DoesNotContain("torn", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_byte_in_the_middle_stops_the_start_and_names_the_file_and_the_place()
    {
        var (data, _) = await WrittenAsync();
        var segment = LastSegment(data);
        var bytes = await File.ReadAllBytesAsync(segment);
        var middle = (int)(DirtyEnd(segment) / 2);
        bytes[middle] ^= 0x40;
        await File.WriteAllBytesAsync(segment, bytes);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var exchange = ExchangeProcess.Launch(data);
            Assert.Equal(2, await exchange.ExitCodeAsync());
            Assert.Contains(segment, exchange.Errors, StringComparison.Ordinal);
            Assert.Matches(@"at offset \d+", exchange.Errors);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(segment));
        bytes[middle] ^= 0x40;
        await File.WriteAllBytesAsync(segment, bytes);
        await using var mended = await ExchangeProcess.StartAsync(data);
    }

    [Fact]
    public async Task A_second_exchange_on_the_same_folder_ends_with_2_and_one_sentence()
    {
        var data = Scratch.NewPath();
        await using var first = await ExchangeProcess.StartAsync(data);
        await using var second = ExchangeProcess.Launch(data);

        Assert.Equal(2, await second.ExitCodeAsync());
        Assert.Single(second.Errors.Split('\n'));
        Assert.Contains(data, second.Errors, StringComparison.Ordinal);
        await first.As("osprey").DeclareAsync(Plan.Somewhere());
    }

    [Theory]
    [InlineData("--jwt-public-key", "/nowhere/at/all.pem")]
    [InlineData("--max-area-km2", "lots")]
    [InlineData("--data", "/proc/no/such/place")]
    public async Task A_setting_that_can_not_work_ends_with_2_and_one_sentence(string option, string value)
    {
        await using var exchange = option == "--data" ? ExchangeProcess.Launch(value) : ExchangeProcess.Launch(Scratch.NewPath(), option, value);
        Assert.Equal(2, await exchange.ExitCodeAsync());
        Assert.Single(exchange.Errors.Split('\n'));
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_with_2_and_one_sentence()
    {
        await using var first = await ExchangeProcess.StartAsync();
        await using var second = ExchangeProcess.Launch(Scratch.NewPath(), "--urls", first.Url.ToString());

        Assert.Equal(2, await second.ExitCodeAsync());
        Assert.Single(second.Errors.Split('\n'));
    }

    private static async Task<(string Data, IReadOnlyList<OperationalIntentReference> Intents)> WrittenAsync()
    {
        var data = Scratch.NewPath();
        await using var exchange = await ExchangeProcess.StartAsync(data);
        var party = exchange.As("osprey");
        List<OperationalIntentReference> intents = [];
        for (var i = 0; i < 20; i++)
        {
            intents.Add(await party.DeclareAsync(Plan.Somewhere()));
        }

        Assert.Equal(0, await exchange.StopAsync());
        return (data, intents);
    }

    private static string LastSegment(string data) => Directory.GetFiles(Path.Combine(data, "journal"), "*.seg").Order(StringComparer.Ordinal).Last();

    /// <summary>One past the last byte that was written: segments are made full of zeros.</summary>
    private static long DirtyEnd(string segment) => File.ReadAllBytes(segment).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
}
