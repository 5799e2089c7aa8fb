using System.CommandLine;
using System.Text.Json;
using Parley.Commands;
using Parley.Journal.Disk;
using Parley.Tests.Journal;

namespace Parley.Tests.Commands;

public sealed class JournalCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-journal-").FullName;

    public async ValueTask InitializeAsync()
    {
        await using var log = Harness.Start(FileDisk.Instance, Harness.Options(_folder));
        foreach (var text in new[] { "\u0001", "\u0018*", "Hello CBOR" })
        {
            await log.Write(text);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Show_prints_position_place_size_and_content_of_each_entry()
    {
        var (code, output, _) = Run("show", "--data", _folder, "--from", "2", "--count", "1");
        Assert.Equal(0, code);
        Assert.Equal("         2  00000000000000000001.seg +104  2 B  42", output.TrimEnd());
    }

    [Fact]
    public void Show_prints_json_lines()
    {
        var (code, output, _) = Run("show", "--data", _folder, "--json");
        Assert.Equal(0, code);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([1L, 2L, 3L], lines.Select(line => line.GetProperty("position").GetInt64()));
        Assert.Equal(["1", "42"], lines.Take(2).Select(line => line.GetProperty("content").GetString()));
    }

    [Fact]
    public void Verify_says_that_a_good_journal_is_good()
    {
        var (code, output, _) = Run("verify", "--data", _folder);
        Assert.Equal(0, code);
        Assert.Contains("1 segments, 3 entries, positions 1 to 3", output, StringComparison.Ordinal);
        Assert.Contains("The journal is good.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ends_with_1_and_names_file_and_offset_of_damage()
    {
        var segment = Path.Combine(_folder, "journal", "00000000000000000001.seg");
        var bytes = File.ReadAllBytes(segment);
        bytes[110] ^= 1;
        File.WriteAllBytes(segment, bytes);
        var (code, _, error) = Run("verify", "--data", _folder);
        Assert.Equal(1, code);
        Assert.Contains($"{segment} at offset 104: the checksum of entry 2 is wrong", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_journal_ends_with_2()
    {
        var (code, _, error) = Run("verify", "--data", _folder + "-none");
        Assert.Equal(2, code);
        Assert.Contains("There is no journal in", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = JournalCommand.Create().Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
