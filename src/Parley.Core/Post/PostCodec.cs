using System.Text.Json;

namespace Parley.Core.Post;

/// <summary>A post's journal entry: one command as UTF-8 JSON, bound by docs/formats.md. Thread-safe.</summary>
public static class PostCodec
{
    public static byte[] Encode(PostCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, PostJson.Default.PostCommand);

    /// <exception cref="JsonException">Not an entry that this version knows: the journal was written by a newer Parley.</exception>
    public static PostCommand Decode(ReadOnlyMemory<byte> entry) =>
        JsonSerializer.Deserialize(entry.Span, PostJson.Default.PostCommand) ?? throw new JsonException("A journal entry is null.");
}
