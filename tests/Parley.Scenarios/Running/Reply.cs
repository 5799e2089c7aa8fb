using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.F3548;

namespace Parley.Scenarios.Running;

/// <summary>What came back, and the two ways to look at it: as the answer that was wanted, or as a refusal.</summary>
public sealed record Reply<T>(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
    where T : class
{
    /// <summary>The body of an answer with this status; anything else fails the test and shows what came.</summary>
    public T Is(int status)
    {
        Assert.True(Status == status, $"Expected {status} but got {Status}: {Text}");
        return Read<T>();
    }

    /// <summary>A refusal with this status: JSON with a sentence in it.</summary>
    public AirspaceConflictResponse Refused(int status)
    {
        Assert.True(Status == status, $"Expected {status} but got {Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        var refusal = Read<AirspaceConflictResponse>();
        Assert.False(string.IsNullOrWhiteSpace(refusal.Message));
        return refusal;
    }

    private TBody Read<TBody>() => JsonSerializer.Deserialize(Text, (JsonTypeInfo<TBody>)WireJson.Default.GetTypeInfo(typeof(TBody))!)!;
}
