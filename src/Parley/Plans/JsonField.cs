using System.Text.Json;
using Parley.Core;

namespace Parley.Plans;

/// <summary>
/// A value in a JSON document with the way to it, so that what is wrong is said with its place. Reading throws
/// <see cref="PlanException"/>, caught once for each file: a plan is read to the end or not at all.
/// </summary>
internal readonly record struct JsonField(JsonElement Value, string Path)
{
    public bool IsMissing => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>A member, missing or not.</summary>
    public JsonField this[string name]
    {
        get
        {
            var path = Path.Length == 0 ? name : $"{Path}.{name}";
            return Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var member) ? new(member, path) : new(default, path);
        }
    }

    public JsonField Object() => Value.ValueKind == JsonValueKind.Object ? this : throw Wrong("an object");

    public IReadOnlyList<JsonField> Array()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("an array");
        }

        var path = Path;
        return [.. Value.EnumerateArray().Select((item, n) => new JsonField(item, $"{path}[{n}]"))];
    }

    public double Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) ? number : throw Wrong("a number");

    public string Text()
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            throw Wrong("a text");
        }

        try
        {
            return Value.GetString() is { Length: > 0 } text ? text : throw Fault("is empty");
        }
        catch (InvalidOperationException)
        {
            throw Fault("is not valid text (UTF-8)");
        }
    }

    /// <summary>A text, or a whole number as text.</summary>
    public string Name() => Value.ValueKind == JsonValueKind.Number ? Value.GetRawText() : Text();

    public Instant Time() => Take(Instant.Parse(Text()));

    /// <summary>What was checked, or its problem under this field.</summary>
    public T Take<T>(Checked<T> result) => result.Try(out var value, out var problem)
        ? value
        : throw new PlanException(Path.Length == 0 ? problem : problem.Under(Path));

    public PlanException Fault(string sentence) => new(new Problem(Path, sentence));

    private PlanException Wrong(string wanted) =>
        Fault(IsMissing ? $"is missing; give {wanted}" : $"is {Article(Value.ValueKind)}; give {wanted}");

    private static string Article(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}

/// <summary>Why a plan file can't be used: its place in the file and a sentence.</summary>
internal sealed class PlanException(Problem problem) : Exception(problem.ToString())
{
    public Problem Problem { get; } = problem;
}
