using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;
using Parley.Plans;
using Parley.Post;

namespace Parley.Commands.PostWork;

/// <summary>
/// Reads what to declare: F3548-21 volumes (an array, or an object as the API takes it), or one intent in a plan file as <c>parley check</c>
/// reads it, GeoJSON or F3548-21.
/// </summary>
internal static class VolumesFile
{
    /// <summary>Stands for standard input.</summary>
    public const string Input = "-";

    // As much as the API takes.
    private const int MaxBytes = 1 << 20;

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal) { "id", "kind", "volumes", "state", "note", "activity", "place", "standing", "under_way" };

    /// <summary>The request so far, or the problem; its path is the file's.</summary>
    public static Checked<IntentRequest> Read(string path)
    {
        var name = path == Input ? "standard input" : path;
        byte[] bytes;
        try
        {
            using var stream = path == Input ? System.Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read);
            var buffer = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
            {
                return new Problem(name, $"is larger than {MaxBytes >> 20} MB, more than a post takes; simplify the outlines");
            }

            bytes = buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Problem(name, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "can't be read");
        }

        return Parse(bytes).Try(out var request, out var problem) ? request : new Problem(name, problem.ToString());
    }

    internal static Checked<IntentRequest> Parse(ReadOnlyMemory<byte> utf8)
    {
        utf8 = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 64 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(static v => v.ValueKind == JsonValueKind.Object && v.TryGetProperty("volume", out _)))
            {
                return new IntentRequest { Volumes = root.Deserialize(PostWireJson.Default.IReadOnlyListWireVolume4D) };
            }

            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("volumes", out _))
            {
                return root.EnumerateObject().FirstOrDefault(static m => !Members.Contains(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } strange
                    ? new Problem("", $"{F3548.VolumeReader.Quote(strange.Name)} is nothing that an intent says; give {string.Join(", ", Members)}")
                    : root.Deserialize(PostWireJson.Default.IntentRequest)!;
            }
        }
        catch (JsonException e)
        {
            return e.Path is { Length: > 2 } path
                ? new Problem(path[2..], "can't be read as what belongs there (F3548-21 Volume4D)")
                : new Problem($"line {e.LineNumber + 1}", "is not JSON that can be read");
        }

        return PlanFile.Parse(utf8).Try(out var planned, out var problem) ? One(planned) : problem;
    }

    private static Checked<IntentRequest> One(List<PlannedVolume> planned)
    {
        var intents = planned.Select(static v => (v.Party, v.Id)).Distinct().ToArray();
        return intents.Length == 1
            ? new IntentRequest { Volumes = [.. planned.Select(static v => PostVolumes.Wire(v.Volume, footprint: false))] }
            : new Problem("", intents.Length == 0 ? "holds no intent" : $"holds {intents.Length} intents, and one is declared at a time; give each a file of its own");
    }
}
