using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Scenarios.Relay;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.BadInput;

/// <summary>Writes whatever it likes to one post, with the keys of a party that was admitted.</summary>
internal sealed class Hand(PostWorld world) : IDisposable
{
    private readonly Writer _writer = new("mallory");
    private PartyDescription? _to;
    private long _sent;

    public string Name => _writer.Name;

    public async Task BeginAsync(string to)
    {
        (await _writer.AdmitAsync(world.Data)).Is(0);
        _to = (await _writer.At(world.Exchange).DirectoryAsync()).Value!.Find(to)!;
    }

    public async Task SayAsync(LetterBody body, DateTimeOffset? written = null)
    {
        _sent++;
        var letter = new Letter(
            new PartyName(Name), ImmutableSortedDictionary<string, long>.Empty.Add(_to!.Name, _sent), Instant.From(written ?? DateTimeOffset.UtcNow), body);
        while (true)
        {
            var answer = await _writer.At(world.Exchange).SendAsync(_sent, [_to], JsonSerializer.SerializeToUtf8Bytes(letter, PostJson.Default.Letter));
            if (answer.Ok)
            {
                return;
            }

            // The exchange bounds how fast one party writes; the flood goes on as fast as it may.
            Assert.Equal(429, (int)answer.Status);
            await Task.Delay(200);
        }
    }

    public int Refusals(PostProcess post) => post.Output.Split($"A letter from {Name} was refused").Length - 1;

    public void Dispose() => _writer.Dispose();
}
