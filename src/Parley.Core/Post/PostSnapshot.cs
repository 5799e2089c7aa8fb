using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// A post's state as bytes: a row of blocks, each a big-endian 32-bit length, one ASCII letter that says what it is, and so much JSON less the letter. Parts stand in
/// the order of their keys, so equal states give equal bytes on any machine. Never one long text: what is in memory at once is a chunk of blocks. Bound by
/// docs/formats.md. Thread-safe.
/// </summary>
public static class PostSnapshot
{
    /// <summary>
    /// Rises with any change of the form <em>and</em> of what the fold makes of an entry: a snapshot of another version is passed over, and the journal, of which a
    /// post keeps all, is replayed by the rules as they are now.
    /// </summary>
    public const int Version = 3;

    private const byte HeadKind = (byte)'H';
    private const byte EndKind = (byte)'Z';
    private const byte PlacesKind = (byte)'z';
    private const int PlacesAtOnce = 4096;
    private const int ChunkBytes = 80_000;

    private static readonly PostPictureJson Json = PostPictureJson.Default;

    private static readonly Part[] Parts =
    [
        new Part<KnownParty>('p', static p => p.Parties, Json.KnownParty),
        new Part<OfParty<Row>>('r', static p => p.Rows, Json.RowPart),
        new Part<OutLetter>('o', static p => p.Outbox, Json.OutLetter),
        new Part<Draft>('u', static p => p.Unnumbered, Json.Draft),
        new Part<Agreement>('a', static p => p.Agreements, Json.Agreement),
        new Part<Declared>('d', static p => p.Declared, Json.Declared),
        new Part<NoticedPart>('n', static p => p.Noticed, Json.NoticedPart),
        new Part<ToldToPart>('N', static p => p.ToldTo, Json.ToldToPart),
        new Part<SentNoticePart>('s', static p => p.SentNotices, Json.SentNoticePart),
        new Part<Conflict>('c', static p => p.Conflicts, Json.Conflict),
        new Part<EntityId>('C', static p => p.Carrying, Json.EntityId),
        new Part<Alarm>('l', static p => p.Alarms, Json.Alarm),
        new Part<DuePart>('t', static p => p.Due, Json.DuePart),
        new Part<Message>('m', static p => p.Messages, Json.Message),
        new Part<OfParty<ImmutableArray<EntityId>>>('U', static p => p.Untaken, Json.UntakenPart),
        new Part<OfParty<Muted>>('M', static p => p.Muted, Json.MutedPart),
        new Part<EntityId>('D', static p => p.ToMediator, Json.EntityId),
        new Part<OnWatch>('w', static p => p.Watch, Json.OnWatch),
        new Part<OfParty<ImmutableArray<string>>>('W', static p => p.ToldWatch, Json.ToldWatchPart),
        new Part<WatchChange>('x', static p => p.WatchChanges, Json.WatchChange),
        new Part<OfParty<LinkTest>>('k', static p => p.Tests, Json.TestPart),
        new Part<LinkMiss>('K', static p => p.Misses, Json.LinkMiss),
        new Part<Incident>('i', static p => p.Incidents, Json.Incident),
        new Part<Comment>('e', static p => p.Comments, Json.Comment),
        new Part<PartyName>('R', static p => p.Restoring, Json.PartyName),
        new Part<ToldAgain>('T', static p => p.Told, Json.ToldAgain),
        new Part<ReceiveLetter>('h', static p => p.Held, Json.ReceiveLetter),
        new Part<OfParty<long>>('P', static p => p.Placed, Json.NumberPart),
        new Part<OfParty<long>>('q', static p => p.Questions, Json.NumberPart),
    ];

    /// <summary>Writes a picture, whose lists it sorts.</summary>
    public static void Write(PostPicture picture, Stream to)
    {
        Arrange(picture);
        using var blocks = new Blocks(to);
        blocks.Write(HeadKind, picture.Head!, Json.PictureHead);
        foreach (var part in Parts)
        {
            part.Write(picture, blocks);
        }

        foreach (var some in picture.OwnPlaces.Chunk(PlacesAtOnce))
        {
            blocks.Write(PlacesKind, some, Json.Numbers);
        }

        blocks.Write(EndKind, [], Json.Numbers);
    }

    // What was copied as it lay comes in order, and volumes that an intent still has are not written twice.
    private static void Arrange(PostPicture picture)
    {
        picture.Declared.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        picture.Messages.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        picture.Comments.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        picture.OwnPlaces.Sort();
        var volumes = picture.Declared.ToDictionary(static d => d.Id, static d => d.Volumes);
        foreach (ref var noticed in CollectionsMarshal.AsSpan(picture.Noticed))
        {
            if (volumes.TryGetValue(noticed.Intent, out var now) && now == noticed.Volumes)
            {
                noticed = noticed with { Volumes = null };
            }
        }

        foreach (ref var told in CollectionsMarshal.AsSpan(picture.ToldTo))
        {
            if (volumes.TryGetValue(told.Intent, out var now) && now == told.Volumes)
            {
                told = told with { Volumes = null };
            }
        }
    }

    /// <summary>Reads a snapshot whose checksum has been verified.</summary>
    /// <exception cref="JsonException">It is of another version, or not a post's.</exception>
    public static PostPicture Read(Stream from)
    {
        var picture = new PostPicture();
        foreach (var chunk in Chunks(from))
        {
            Append(picture, Decode(chunk.Span));
        }

        return picture.Head is null ? throw new JsonException("The snapshot has no head.") : picture;
    }

    /// <summary>
    /// The snapshot in chunks of whole blocks, short enough to be garbage soon, for <see cref="Decode"/>: on as many threads as there are, as each stands for itself.
    /// </summary>
    /// <exception cref="JsonException">It ends too early.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Chunks(Stream from)
    {
        var rest = Array.Empty<byte>();
        while (true)
        {
            var want = rest.Length >= 4 ? Math.Max(ChunkBytes, 4 + BinaryPrimitives.ReadInt32BigEndian(rest)) : ChunkBytes;
            var chunk = new byte[want];
            rest.CopyTo(chunk, 0);
            var have = rest.Length + from.ReadAtLeast(chunk.AsSpan(rest.Length), want - rest.Length, throwOnEndOfStream: false);
            var whole = Whole(chunk.AsSpan(0, have), out var ended);
            if (whole == 0 && have == want && want >= 4 && 4L + BinaryPrimitives.ReadInt32BigEndian(chunk) > want)
            {
                // Longer than a chunk, which only shows now that its length is there.
                rest = chunk;
                continue;
            }

            if (whole == 0)
            {
                throw new JsonException("The snapshot ends in the middle.");
            }

            yield return chunk.AsMemory(0, whole);
            if (ended)
            {
                yield break;
            }

            rest = chunk[whole..have];
        }
    }

    private static int Whole(ReadOnlySpan<byte> bytes, out bool ended)
    {
        var at = 0;
        ended = false;
        while (!ended && bytes.Length - at >= 5 && BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) is var length && length <= bytes.Length - at - 4)
        {
            if (length < 1)
            {
                throw new JsonException("A block of the snapshot is empty.");
            }

            ended = bytes[at + 4] == EndKind;
            at += 4 + length;
        }

        return at;
    }

    /// <summary>What one chunk holds.</summary>
    /// <exception cref="JsonException">It is of another version, or not a post's.</exception>
    public static PostPicture Decode(ReadOnlySpan<byte> chunk)
    {
        var picture = new PostPicture();
        while (!chunk.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(chunk);
            var kind = chunk[4];
            var body = chunk[5..(4 + length)];
            switch (kind)
            {
                case HeadKind:
                    picture.Head = Head(body);
                    break;
                case PlacesKind:
                    picture.OwnPlaces.AddRange(JsonSerializer.Deserialize(body, Json.Numbers)!);
                    break;
                case EndKind:
                    break;
                default:
                    var part = Array.Find(Parts, p => p.Kind == kind) ?? throw new JsonException($"The snapshot has a block of the unknown kind {kind}.");
                    part.Read(picture, body);
                    break;
            }

            chunk = chunk[(4 + length)..];
        }

        return picture;
    }

    // The version before the rest: another's head may have another form.
    private static PictureHead Head(ReadOnlySpan<byte> body)
    {
        var head = JsonSerializer.Deserialize(body, Json.PictureHead)!;
        return head.Version == Version ? head : throw new JsonException($"The snapshot is of version {head.Version}; this Parley reads {Version}.");
    }

    /// <summary>Puts what a later chunk holds behind what earlier ones did.</summary>
    public static void Append(PostPicture picture, PostPicture later)
    {
        picture.Head ??= later.Head;
        foreach (var part in Parts)
        {
            part.Append(picture, later);
        }

        picture.OwnPlaces.AddRange(later.OwnPlaces);
    }

    private sealed class Blocks(Stream to) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(64 << 10);
        private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

        public void Write<T>(byte kind, T item, JsonTypeInfo<T> shape)
        {
            _buffer.ResetWrittenCount();
            _writer.Reset(_buffer);
            JsonSerializer.Serialize(_writer, item, shape);
            Span<byte> head = stackalloc byte[5];
            BinaryPrimitives.WriteInt32BigEndian(head, _buffer.WrittenCount + 1);
            head[4] = kind;
            to.Write(head);
            to.Write(_buffer.WrittenSpan);
        }

        public void Dispose() => _writer.Dispose();
    }

    private abstract class Part(char kind)
    {
        public byte Kind { get; } = (byte)kind;

        public abstract void Write(PostPicture picture, Blocks to);

        public abstract void Read(PostPicture picture, ReadOnlySpan<byte> body);

        public abstract void Append(PostPicture picture, PostPicture later);
    }

    private sealed class Part<T>(char kind, Func<PostPicture, List<T>> list, JsonTypeInfo<T> shape) : Part(kind)
    {
        public override void Write(PostPicture picture, Blocks to) => list(picture).ForEach(item => to.Write(Kind, item, shape));

        public override void Read(PostPicture picture, ReadOnlySpan<byte> body) => list(picture).Add(JsonSerializer.Deserialize(body, shape)!);

        public override void Append(PostPicture picture, PostPicture later) => list(picture).AddRange(list(later));
    }
}
