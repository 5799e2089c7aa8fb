using System.Text.Json;
using Parley.Core;

namespace Parley.Plans;

/// <summary>Reads a plan file of either format; which one is told from its content.</summary>
internal static class PlanFile
{
    private const long MaxBytes = 512L << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>All volumes of a file, or the problem; its path is the file's, then where in it.</summary>
    public static Checked<List<PlannedVolume>> Read(string path)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                return new Problem(path, "is a directory; name the files in it");
            }

            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                return new Problem(path, $"is larger than {MaxBytes >> 20} MB; divide it");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Problem(path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "can't be read: " + OneLine(e));
        }

        return Parse(bytes).Try(out var volumes, out var problem)
            ? volumes
            : new Problem(path, problem.ToString());
    }

    /// <summary>All volumes of a document in UTF-8.</summary>
    internal static Checked<List<PlannedVolume>> Parse(ReadOnlyMemory<byte> utf8)
    {
        // Some editors begin a file with a byte order mark, which the parser takes for an error.
        utf8 = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            var root = new JsonField(document.RootElement, "");
            var volumes = new List<PlannedVolume>();
            if (root.Value.ValueKind == JsonValueKind.Object && !root["type"].IsMissing)
            {
                GeoJsonPlan.Read(root, volumes);
            }
            else
            {
                OperationalIntentPlan.Read(root, volumes);
            }

            return volumes;
        }
        catch (JsonException e)
        {
            return new Problem("", $"is not JSON that can be read, see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (PlanException e)
        {
            return e.Problem;
        }
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
