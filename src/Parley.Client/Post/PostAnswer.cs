using System.Net;

namespace Parley.Client.Post;

/// <summary>What a post answered: a value, or the problem why not. A refusal is a value, too.</summary>
/// <param name="Value">Null when it was refused.</param>
/// <param name="Problem">Null when it was done; otherwise its <c>Detail</c> is one sentence.</param>
public sealed record PostAnswer<T>(HttpStatusCode Status, T? Value, ProblemDetails? Problem)
    where T : class
{
    /// <summary>The answer's body as it came, UTF-8 decoded.</summary>
    public string Body { get; init; } = "";

    /// <summary>Of a list: where its next page is, or null.</summary>
    public string? Next { get; init; }

    public bool Ok => Problem is null;

    /// <summary>Taken by the post, while its letters still wait for the exchange (202): they go by themselves.</summary>
    public bool Waits => Status == HttpStatusCode.Accepted;
}
