using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;

namespace Parley.Console.Consents;

internal static class ConsentViews
{
    /// <summary>
    /// The problem with a call's body that could be read but not be shown to a second officer: half a character, escaped, in a member that nobody
    /// reads. Kept, it would stand in the way of every list that it is in.
    /// </summary>
    public static Problem? Fault(string body)
    {
        try
        {
            using var read = JsonDocument.Parse(body);
            using var writer = new Utf8JsonWriter(Stream.Null);
            read.RootElement.WriteTo(writer);
            return read.RootElement.ValueKind == JsonValueKind.Object ? null : new Problem("", "The body is null; send a JSON object.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            return new Problem("", "The body holds text that is not valid Unicode; check how it was escaped.");
        }
    }

    public static ConsentView Of(Consent c)
    {
        using var body = JsonDocument.Parse(c.Body);
        var reason = body.RootElement.TryGetProperty("reason", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        return new ConsentView(c.Id, c.Deed.ToString(), c.Operation, c.Route.GetValueOrDefault("id") ?? c.Route.GetValueOrDefault("name"), c.AskerName, c.Asked, c.Until, reason, body.RootElement.Clone());
    }
}
