using System.Text;
using System.Text.Json;
using Parley.Core;
using Parley.Post;

namespace Parley.Commands.PostWork;

/// <summary>Reads an agreement's document from a file, YAML or JSON, and checks it before it goes anywhere: a fault is named with its line.</summary>
internal static class AgreementFile
{
    /// <summary>The document, or the problem; its path is the file's.</summary>
    public static Checked<JsonElement> Read(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > YamlToJson.MaxBytes })
            {
                return new Problem(path, $"is larger than {YamlToJson.MaxBytes >> 10} kB; simplify the area");
            }

            text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            return new Problem(path, "is not text in UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Problem(path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "can't be read");
        }

        return Parse(text).Try(out var document, out var problem) ? document : new Problem(path, problem.ToString());
    }

    internal static Checked<JsonElement> Parse(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..])
        {
            try
            {
                // Written as JSON, it is read as JSON: stricter, and its lines are in the message.
                var element = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = YamlToJson.MaxDepth, AllowDuplicateProperties = false });
                return AgreementReader.Read(Encoding.UTF8.GetBytes(text)).Try(out _, out var wrong) ? element : wrong;
            }
            catch (JsonException e)
            {
                return new Problem(e.LineNumber is { } line ? $"line {line + 1}" : "", "is not JSON that can be read");
            }
        }

        if (!YamlToJson.Convert(text).Try(out var converted, out var problem))
        {
            return problem;
        }

        return AgreementReader.Read(converted.Json).Try(out _, out problem) ? JsonElement.Parse(converted.Json) : AtLine(problem, converted.Lines);
    }

    // The nearest member that is there: area.coordinates may name what is missing in area.
    private static Problem AtLine(Problem problem, IReadOnlyDictionary<string, long> lines)
    {
        for (var path = problem.Path; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            if (lines.TryGetValue(path, out var line))
            {
                return problem.Under($"line {line}") with { Path = $"line {line}, {problem.Path}" };
            }
        }

        return problem;
    }
}
