using System.Collections.Immutable;

namespace Parley.Core.Post;

/// <summary>What came of a post's command.</summary>
public abstract record PostOutcome
{
    public static readonly PostOutcome Fine = new PostDone();
}

public sealed record PostDone : PostOutcome;

/// <summary>Letters were put in line; these are the numbers that the relay will know them by.</summary>
public sealed record LettersWritten(ImmutableArray<long> Numbers) : PostOutcome;

public enum PostRefusalKind
{
    Unacceptable,
    NotYours,
    NotFound,
    NotNow,
}

/// <summary>Nothing was changed (but for the entry that says so); the sentence says why and what to do.</summary>
public sealed record PostRefused(PostRefusalKind Kind, string Sentence) : PostOutcome
{
    public static PostRefused NotFound(string what, object id) => new(PostRefusalKind.NotFound, $"There is no {what} {id} here.");

    public static PostRefused NotYours(string sentence) => new(PostRefusalKind.NotYours, sentence);

    public static PostRefused NotNow(string sentence) => new(PostRefusalKind.NotNow, sentence);

    public static PostRefused Unacceptable(string sentence) => new(PostRefusalKind.Unacceptable, sentence);
}
