using Microsoft.Extensions.Logging.Abstractions;
using Parley.Console.Record;

namespace Parley.Tests.Console;

public sealed class ConsoleRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-record-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ConsoleRecord Open() => ConsoleRecord.Open(_folder, TimeProvider.System, NullLogger.Instance);

    private string Lines => Assert.Single(RecordChain.Files(_folder));

    [Fact]
    public async Task Lines_of_many_at_once_form_one_chain_that_a_restart_goes_on_with()
    {
        await using (var record = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => record.AppendAsync(new RecordLine("p", $"Officer {i}", "view /", null, "done")).AsTask()));
            Assert.Equal(Enumerable.Range(401, 100).Reverse().Select(static n => (long)n), record.Read(null, null, 100).Select(static l => l.N));
        }

        await using (var record = Open())
        {
            await record.AppendAsync(new RecordLine(null, "a\u0007\u202Eb", new string('x', 5000), null, "done"));
            var last = Assert.Single(record.Read(null, 500, 10));
            Assert.Equal(501, last.N);
            Assert.DoesNotContain('\u202E', last.Name);
            Assert.InRange(last.What.Length, 100, 310);
            Assert.Equal([3L, 4L], record.Read(null, 2, 2).Select(static l => l.N));
            Assert.Equal([2L, 1L], record.Read(3, null, 10).Select(static l => l.N));
            Assert.Empty(record.Read(1, null, 10));
        }

        var (number, _, torn, breaks) = RecordChain.Walk(_folder);
        Assert.Equal((501, 0, 0), (number, torn, breaks.Count));
    }

    [Fact]
    public async Task A_line_that_a_crash_tore_is_cut_and_the_chain_goes_on()
    {
        await FillAsync(3);
        await File.AppendAllTextAsync(Lines, "{\"n\":4,\"at\":\"20", Cancel);
        await FillAsync(1);
        var (number, _, torn, breaks) = RecordChain.Walk(_folder);
        Assert.Equal((4, 0, 0), (number, torn, breaks.Count));
    }

    [Theory]
    [InlineData("changed", "one of them was changed")]
    [InlineData("changed last", "is not the one that was written")]
    [InlineData("removed", "taken out or put in")]
    [InlineData("put in", "taken out or put in")]
    [InlineData("swapped", "taken out or put in")]
    [InlineData("cut", "the end is cut")]
    [InlineData("garbled", "can't be read")]
    public async Task What_is_done_to_the_file_is_found_and_told_once(string what, string sentence)
    {
        await FillAsync(6);
        var lines = (await File.ReadAllLinesAsync(Lines, Cancel)).ToList();
        switch (what)
        {
            case "changed": lines[2] = lines[2].Replace("Officer", "Another", StringComparison.Ordinal); break;
            case "changed last": lines[5] = lines[5].Replace("Officer", "Another", StringComparison.Ordinal); break;
            case "removed": lines.RemoveAt(2); break;
            case "put in": lines.Insert(2, lines[2]); break;
            case "swapped": (lines[2], lines[3]) = (lines[3], lines[2]); break;
            case "cut": lines.RemoveRange(4, 2); break;
            default: lines[2] = "not json"; break;
        }

        await File.WriteAllLinesAsync(Lines, lines, Cancel);
        Assert.Contains(RecordChain.Walk(_folder).Breaks, b => b.Sentence.Contains(sentence, StringComparison.Ordinal));
        for (var start = 0; start < 2; start++)
        {
            await FillAsync(1);
        }

        await using var record = Open();
        var told = record.Read(null, null, 100).Where(static l => l.What == ConsoleRecord.Broken).ToList();
        Assert.Contains(told, l => l.Outcome.Contains(sentence, StringComparison.Ordinal));
        Assert.Equal(told.Count, told.DistinctBy(static l => l.About).Count());
    }

    [Fact]
    public async Task Where_the_next_file_can_not_be_begun_nothing_is_answered_for_until_it_can_and_no_line_is_lost()
    {
        await using (var record = ConsoleRecord.Open(_folder, TimeProvider.System, NullLogger.Instance, mostBytes: 1000))
        {
            var written = 0;
            ValueTask AppendAsync() => record.AppendAsync(new RecordLine("p", "Officer", "view /", null, "done"));
            for (; new FileInfo(Lines).Length <= 1000; written++)
            {
                await AppendAsync();
            }

            var next = Directory.CreateDirectory(RecordChain.FileOf(_folder, written + 1));
            for (var i = 0; i < 3; i++)
            {
                await Assert.ThrowsAsync<RecordUnwritableException>(async () => await AppendAsync());
            }

            next.Delete();
            await AppendAsync();
            Assert.Equal(Enumerable.Range(1, written + 1).Reverse().Select(static n => (long)n), record.Read(null, null, 100).Select(static l => l.N));
        }

        Assert.Equal(2, RecordChain.Files(_folder).Count);
        var (_, _, torn, breaks) = RecordChain.Walk(_folder);
        Assert.Equal((0, 0), (torn, breaks.Count));
    }

    private async Task FillAsync(int lines)
    {
        await using var record = Open();
        for (var i = 0; i < lines; i++)
        {
            await record.AppendAsync(new RecordLine("p", "Officer", "view /", null, "done"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
