using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>Texts from outside: shown to people as they are, so nothing in them may hide, turn or flood what stands around them. Thread-safe.</summary>
internal static class Texts
{
    public const int MaxLength = 4000;

    /// <summary>The first text in a JSON value that is no plain text, or too long; null when all are.</summary>
    public static Problem? Fault(JsonElement element, int most = MaxLength)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Fault(element.GetString()!, most);
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (Fault(item, most) is { } fault)
                    {
                        return fault.Under($"[{index}]");
                    }

                    index++;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (Fault(member.Name, 200) is not null)
                    {
                        return new Problem("", "has a member whose name is no plain text");
                    }

                    // A document is JSON in a text; it is looked through when it is read.
                    if (Fault(member.Value, member is { Name: "document" or "jws" or "body", Value.ValueKind: JsonValueKind.String } ? 48_000 : most) is { } fault)
                    {
                        return fault.Under(member.Name);
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>A message as it can be shown without misleading: what is unsafe stands as U+FFFD, what is too long is cut, and the message says so.</summary>
    public static MessageSent Defused(MessageSent message) => message with
    {
        Text = message.Text is { } text ? PlainText.Defuse(text, MaxLength) : null,
        Officer = message.Officer is { } officer ? PlainText.Defuse(officer, 200) : null,
        Phrase = message.Phrase is { } phrase
            ? new PhraseSaid(
                PlainText.Defuse(phrase.Code ?? "", 50),
                (phrase.Slots ?? ImmutableSortedDictionary<string, string>.Empty).DistinctBy(static s => PlainText.Defuse(s.Key, 50))
                    .ToImmutableSortedDictionary(static s => PlainText.Defuse(s.Key, 50), static s => PlainText.Defuse(s.Value, 200), StringComparer.Ordinal))
            : null,
        Attachments = message.Attachments is { IsDefault: false } list ? [.. list.Select(static a => a is { Label: { } label } ? a with { Label = PlainText.Defuse(label, 200) } : a)] : null,
        Defused = true,
    };

    public static Problem? Fault(string text, int most = MaxLength) =>
        text.Length > most ? new Problem("", $"has {text.Length} characters, more than {most}; shorten it")
        : !PlainText.IsSafe(text) ? new Problem("", "holds control characters, or such that turn the reading direction; take them out")
        : null;
}
