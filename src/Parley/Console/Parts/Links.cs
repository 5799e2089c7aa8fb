namespace Parley.Console.Parts;

/// <summary>Where in the console a thing is shown. Pure, thread-safe.</summary>
internal static class Links
{
    /// <param name="kind">As the API names it: <c>agreement</c>, <c>intent</c>, <c>conflict</c>, <c>message</c>, <c>incident</c>, <c>party</c>, <c>alarm</c>.</param>
    /// <returns>Null when it has no page.</returns>
    public static string? To(string? kind, string? id) => id is null ? null : kind switch
    {
        "agreement" => $"/agreements/{Uri.EscapeDataString(id)}",
        "incident" => $"/incidents/{Uri.EscapeDataString(id)}",
        "conflict" => $"/conflicts/{Uri.EscapeDataString(id)}",
        "intent" => $"/intents/{Uri.EscapeDataString(id)}",
        "message" => $"/line?thread={Uri.EscapeDataString(id)}",
        "party" => "/parties",
        "alarm" => "/",
        _ => null,
    };
}
