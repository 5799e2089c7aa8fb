using System.Text.Json;
using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>Who is let in, by whom, with the exchange running and not.</summary>
[Trait("rule", "issue-3 §1")]
public sealed class AdmissionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parties_are_admitted_expelled_and_listed_whether_the_exchange_runs_or_not(bool running)
    {
        var data = Scratch.NewPath();
        using var north = new Writer("north");
        await using (var first = await ExchangeProcess.StartAsync(data))
        {
            if (!running)
            {
                await first.KillAsync();
            }

            var admitted = (await north.AdmitAsync(data)).Is(0);
            Assert.Contains(north.Description.Fingerprint, admitted.Output, StringComparison.Ordinal);
            Assert.Contains("already", (await north.AdmitAsync(data)).Is(0).Output, StringComparison.Ordinal);

            using var other = PartyKeys.Create(north.Name, []);
            var file = Path.Combine(Scratch.Folder, $"{north.Name}-other.json");
            await File.WriteAllBytesAsync(file, other.Description.ToJson());
            Assert.Contains("--replace-keys", (await ParleyCommand.RunAsync("exchange", "admit", file, "--data", data)).Is(1).Errors, StringComparison.Ordinal);
            (await ParleyCommand.RunAsync("exchange", "admit", file, "--data", data, "--replace-keys")).Is(0);
            (await north.AdmitAsync(data, "--replace-keys")).Is(0);

            var listed = (await ParleyCommand.RunAsync("exchange", "parties", "--data", data, "--json")).Is(0);
            var party = JsonDocument.Parse(listed.Output).RootElement.GetProperty("parties")[0];
            Assert.Equal((north.Name, "admitted", north.Description.Fingerprint), (
                party.GetProperty("name").GetString(), party.GetProperty("state").GetString(), party.GetProperty("fingerprint").GetString()));
            (await ParleyCommand.RunAsync("exchange", "expel", "nobody", "--data", data)).Is(1);
            (await ParleyCommand.RunAsync("exchange", "expel", north.Name, "--data", data)).Is(0);
            Assert.Contains("expelled", (await ParleyCommand.RunAsync("exchange", "parties", "--data", data)).Is(0).Output, StringComparison.Ordinal);
            (await north.AdmitAsync(data)).Is(0);
        }

        await using var later = await ExchangeProcess.StartAsync(data);
        var directory = (await north.At(later).DirectoryAsync()).Value!;
        Assert.Equal(north.Description.Keys, directory.Find(north.Name)!.Keys);
        Assert.Equal("exchange", directory.Exchange.Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "operator.json")));
        }

        Assert.Equal(0, await later.StopAsync());
        Assert.False(File.Exists(Path.Combine(data, "operator.json")));
    }

    [Fact]
    public async Task A_party_declares_intents_with_its_own_token_and_nobody_is_let_in_by_a_bad_file()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        var party = new Party(exchange.Http, north.Name, north.At(exchange).NewToken(Scope.Planning));
        Assert.Equal(north.Name, (await party.DeclareAsync(Plan.Somewhere())).Manager);
        (await new Party(exchange.Http, north.Name, north.At(exchange).NewToken("")).PutIntentAsync(Guid.NewGuid(), Plan.Somewhere().Intent())).Refused(403);

        foreach (var bad in new[] { "", "{}", "null", "[1]", new string('x', 20_000), System.Text.Encoding.UTF8.GetString(north.Description.ToJson()).Replace(north.Name, "exchange", StringComparison.Ordinal) })
        {
            var file = Path.Combine(Scratch.Folder, $"bad-{Guid.NewGuid():N}.json");
            await File.WriteAllTextAsync(file, bad);
            var refused = (await ParleyCommand.RunAsync("exchange", "admit", file, "--data", exchange.Data)).Is(2);
            Assert.Single(refused.Errors.Trim().Split('\n'));
        }

        var key = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(exchange.Data, "operator.json"))).RootElement.GetProperty("key").GetString()!;
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/parley/v1/operator/parties");
        wrong.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", new string(key.Reverse().ToArray()));
        Assert.Equal(401, (int)(await exchange.Http.SendAsync(wrong)).StatusCode);
    }
}
