namespace Parley.Core;

/// <summary>What is wrong with something that came from outside, in one sentence that says what to do.</summary>
/// <param name="Path">Where, in the writer's own terms: <c>extents[0].volume.outline_polygon</c>; empty for the whole.</param>
/// <param name="Sentence">One plain sentence, without the path: what is wrong and what to do about it.</param>
public sealed record Problem(string Path, string Sentence)
{
    /// <summary>The same problem seen from one level further out.</summary>
    public Problem Under(string prefix) => this with
    {
        Path = Path.Length == 0 ? prefix : Path[0] == '[' ? prefix + Path : $"{prefix}.{Path}",
    };

    public override string ToString() => Path.Length == 0 ? Sentence : $"{Path}: {Sentence}";
}

/// <summary>A value that was checked, or the problem that was found. Errors are values at the edges.</summary>
public readonly struct Checked<T>
{
    private readonly T _value;

    private Checked(T value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    public bool Ok => Problem is null;

    /// <summary>The value; reading it when there is a problem is a bug in the caller.</summary>
    public T Value => Problem is null ? _value : throw new InvalidOperationException($"Unchecked use: {Problem}");

    public static implicit operator Checked<T>(T value) => new(value, null);

    public static implicit operator Checked<T>(Problem problem) => new(default!, problem);

    public bool Try(out T value, out Problem problem)
    {
        value = _value;
        problem = Problem!;
        return Problem is null;
    }
}
