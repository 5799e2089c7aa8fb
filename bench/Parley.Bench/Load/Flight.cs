using System.Text.Json;

namespace Parley.Bench.Load;

/// <summary>A declared flight as the last answer showed it.</summary>
internal sealed record Flight(string Id, int Version, string Ovn, string Subscription)
{
    /// <summary>From the answer to a PUT; null when it is not such an answer.</summary>
    public static Flight? Read(byte[] body)
    {
        using var json = Parse(body);
        return json is not null && json.RootElement.TryGetProperty("operational_intent_reference", out var reference) ? Read(reference) : null;
    }

    /// <summary>From a 409: what the key lacks. None for any other conflict.</summary>
    public static IReadOnlyList<Flight> ReadMissing(byte[] body)
    {
        using var json = Parse(body);
        return json is not null && json.RootElement.TryGetProperty("missing_operational_intents", out var missing)
            ? [.. missing.EnumerateArray().Select(Read)]
            : [];
    }

    private static Flight Read(JsonElement reference) => new(
        reference.GetProperty("id").GetString()!,
        reference.GetProperty("version").GetInt32(),
        reference.TryGetProperty("ovn", out var ovn) ? ovn.GetString()! : "",
        reference.GetProperty("subscription_id").GetString()!);

    private static JsonDocument? Parse(byte[] body) => body.Length > 0 && body[0] == '{' ? JsonDocument.Parse(body) : null;
}
