using Parley.Core.Exchange;
using Parley.Relay;

namespace Parley.Tests.Relay;

/// <summary>What waits is kept through restarts; what does not gives its space back, also when one party's absence holds the oldest.</summary>
public sealed class LetterContentsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("parley").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static LetterKey Key(int n) => new(new PartyName("north"), n, $"hash-{n}");

    private static StoredLetter Letter(int n)
    {
        var bytes = new byte[60_000];
        bytes[0] = (byte)n;
        return new StoredLetter($"envelope {n}", bytes);
    }

    private int Segments => Directory.GetFiles(Path.Combine(_data, "letters", "journal"), "*.seg").Length;

    [Fact]
    public async Task Space_comes_back_while_the_oldest_letters_wait_and_they_are_still_there_after_a_restart()
    {
        await using (var contents = LetterContents.Open(_data))
        {
            contents.Start();
            for (var batch = 0; batch < 12; batch++)
            {
                var numbers = Enumerable.Range(batch * 100, 100).ToList();
                var failures = await Task.WhenAll(numbers.Select(n => contents.AddAsync(Key(n), Letter(n))));
                Assert.All(failures, Assert.Null);
                contents.Release(numbers.Where(static n => n % 100 != 0).Select(Key));
                await contents.GiveBackAsync(CancellationToken.None);
                Assert.InRange(Segments, 1, 8);
            }

            await CheckAsync(contents);
            Assert.Equal(12, contents.Held.Letters);
        }

        await using var again = LetterContents.Open(_data);
        again.Start();
        Assert.Equal([Key(5_000)], again.KeepOnly([.. Enumerable.Range(0, 12).Select(static b => Key(b * 100)), Key(5_000)]));
        Assert.Equal(12, again.Held.Letters);
        await CheckAsync(again);
        again.KeepOnly([]);
        await again.GiveBackAsync(CancellationToken.None);
        Assert.Equal(1, Segments);
    }

    private static async Task CheckAsync(LetterContents contents)
    {
        var kept = Enumerable.Range(0, 12).Select(static b => b * 100).ToList();
        var found = await contents.ReadAsync([.. kept.Select(Key), Key(1)]);
        Assert.Equal(kept, found.Keys.Select(static k => (int)k.Number).Order());
        Assert.All(kept, n => Assert.Equal((byte)n, found[Key(n)].Letter[0]));
        Assert.All(kept, n => Assert.Equal($"envelope {n}", found[Key(n)].Envelope));
    }
}
