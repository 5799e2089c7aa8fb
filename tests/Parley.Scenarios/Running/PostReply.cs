using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;

namespace Parley.Scenarios.Running;

/// <summary>What a post's API answered: as the answer that was wanted, or as a refusal.</summary>
public sealed record PostReply<T>(int Status, string Text, string? ContentType)
    where T : class
{
    /// <summary>The body of an answer with one of these statuses; anything else fails the test and shows what came.</summary>
    public T Is(params int[] statuses)
    {
        Assert.True(statuses.Contains(Status), $"Expected {string.Join(" or ", statuses)} but got {Status}: {Text}");
        return JsonSerializer.Deserialize(Text, (JsonTypeInfo<T>)PostWireJson.Default.GetTypeInfo(typeof(T))!)!;
    }

    /// <summary>RFC 9457 problem details with this status and one sentence.</summary>
    public ProblemDetails Refused(int status)
    {
        Assert.True(Status == status, $"Expected {status} but got {Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        var problem = JsonSerializer.Deserialize(Text, PostWireJson.Default.ProblemDetails)!;
        Assert.Equal(status, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail), "A refusal without a sentence.");
        return problem;
    }
}
