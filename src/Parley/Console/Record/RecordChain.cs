using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Console.Record;

/// <summary>A line as it stands in the file; <c>prev</c> is the SHA-256 of the line before it, without its line break, in hex.</summary>
internal sealed record WrittenLine(long N, string At, string? Who, string Name, string What, string? About, string Outcome, string Prev);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WrittenLine))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>Where the record is not what was written.</summary>
/// <param name="Number">The line at which it shows.</param>
internal sealed record Break(long Number, string Sentence);

/// <summary>
/// What the files of a record hold: each line carries the hash of the one before, so a line that was changed, taken out or put in shows at the next
/// one; <c>head</c> says how far it had been written, so that a cut end shows, too. Reading changes nothing.
/// </summary>
internal static class RecordChain
{
    public const string Start = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The files in order; each is named by the number of its first line.</summary>
    public static IReadOnlyList<string> Files(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)] : [];

    public static string FileOf(string folder, long first) => Path.Combine(folder, $"{first:D12}.jsonl");

    public static string HeadFile(string folder) => Path.Combine(folder, "head");

    public static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>Reads all of it, line by line, and says where it breaks.</summary>
    /// <param name="each">The file, the line's place in it, its bytes, and the line.</param>
    /// <returns>The last line's number and hash; 0 and <see cref="Start"/> where there is none. Bytes after the last line break are of a line that was never finished.</returns>
    public static (long Number, string Hash, long Torn, IReadOnlyList<Break> Breaks) Walk(string folder, Action<string, long, int, WrittenLine>? each = null)
    {
        // Before the lines: a post that runs meanwhile writes them first.
        var written = Head(folder);
        var (number, hash, torn) = (0L, Start, 0L);
        var breaks = new List<Break>();
        var first = true;
        foreach (var file in Files(folder))
        {
            var bytes = File.ReadAllBytes(file);
            torn = 0;
            for (var at = 0; at < bytes.Length;)
            {
                var length = bytes.AsSpan(at).IndexOf((byte)'\n');
                if (length < 0)
                {
                    torn = bytes.Length - at;
                    break;
                }

                var line = bytes.AsSpan(at, length);
                if (Parse(line) is not { } read)
                {
                    breaks.Add(new Break(number + 1, $"line {number + 1} in {Path.GetFileName(file)} can't be read"));
                    (number, hash) = (number + 1, Hash(line));
                }
                else
                {
                    // The oldest files may have been put into an archive: the chain begins where the files do.
                    if (!(first && read.N > 1) && (read.N != number + 1 || read.Prev != hash))
                    {
                        breaks.Add(new Break(read.N, read.N == number + 1
                            ? $"line {read.N} does not follow from line {number}: one of them was changed"
                            : $"line {read.N} follows line {number}: lines were taken out or put in"));
                    }

                    (number, hash) = (read.N, Hash(line));
                    each?.Invoke(file, at, length, read);
                }

                first = false;
                at += length + 1;
            }
        }

        if (written is { } head && head.Number > number)
        {
            breaks.Add(new Break(number + 1, $"the end is cut: {head.Number} lines had been written, {number} are here"));
        }
        else if (written is { } same && same.Number == number && same.Hash != hash && number > 0)
        {
            breaks.Add(new Break(number, $"line {number} is not the one that was written"));
        }

        return (number, hash, torn, breaks);
    }

    public static void WriteHead(string folder, long number, string hash) => File.WriteAllText(HeadFile(folder), $"{number} {hash}\n");

    public static WrittenLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RecordJson.Default.WrittenLine) is { Prev: not null, At: not null, Name: not null, What: not null, Outcome: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (long Number, string Hash)? Head(string folder)
    {
        try
        {
            return File.ReadAllText(HeadFile(folder), Encoding.ASCII).Trim().Split(' ') is [var number, { Length: 64 } hash] && long.TryParse(number, out var n) ? (n, hash) : null;
        }
        catch (IOException)
        {
            // There is none yet.
            return null;
        }
    }
}
