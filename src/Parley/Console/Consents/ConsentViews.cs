using System.Text.Json;
using Parley.Client.Post;

namespace Parley.Console.Consents;

internal static class ConsentViews
{
    public static ConsentView Of(Consent c)
    {
        using var body = JsonDocument.Parse(c.Body);
        var reason = body.RootElement.TryGetProperty("reason", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        return new ConsentView(c.Id, c.Deed.ToString(), c.Operation, c.Route.GetValueOrDefault("id") ?? c.Route.GetValueOrDefault("name"), c.AskerName, c.Asked, c.Until, reason, body.RootElement.Clone());
    }
}
