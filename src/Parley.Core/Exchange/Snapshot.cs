using System.Buffers.Binary;
using System.Formats.Cbor;

namespace Parley.Core.Exchange;

/// <summary>
/// The state as bytes: a row of blocks, each a big-endian 32-bit length and that much CBOR: <c>[kind, …]</c>. Entities stand in the order
/// of their ids, so that equal states give equal bytes on any machine. Read with <see cref="Read"/>; bound by docs/formats.md.
/// </summary>
public static partial class Snapshot
{
    private const int Version = 1;
    private const int HeaderKind = 0;
    private const int IntentKind = 1;
    private const int ConstraintKind = 2;
    private const int SubscriptionKind = 3;
    private const int AvailabilityKind = 4;
    private const int EndKind = 9;

    public static void Write(ExchangeState state, Stream to)
    {
        var w = new CborWriter(CborConformanceMode.Canonical, initialCapacity: 4096);
        Block(w, to, HeaderKind, 3, () =>
        {
            w.WriteInt32(Version);
            w.WriteInt64(state.ReportCount);
            w.WriteInt64(state.LastPlace);
        });
        foreach (var s in state.AllSubscriptions())
        {
            Block(w, to, SubscriptionKind, 10, () =>
            {
                w.Write(s.Id);
                w.WriteTextString(s.Manager.Value);
                w.WriteTextString(s.Version);
                w.WriteInt32(s.NotificationIndex);
                w.Write(s.Extent);
                w.WriteTextString(s.UssBaseUrl);
                w.WriteBoolean(s.ForIntents);
                w.WriteBoolean(s.ForConstraints);
                w.WriteBoolean(s.Implicit);
                w.WriteStartArray(s.Dependents.Count);
                foreach (var id in s.Dependents)
                {
                    w.Write(id);
                }

                w.WriteEndArray();
            });
        }

        foreach (var i in state.AllIntents())
        {
            Block(w, to, IntentKind, 9, () =>
            {
                w.Write(i.Id);
                w.WriteTextString(i.Manager.Value);
                w.WriteInt32(i.Version);
                w.WriteInt32((int)i.State);
                w.WriteTextString(i.Ovn.Value);
                w.Write(i.Extent);
                w.WriteTextString(i.UssBaseUrl);
                w.WriteOptional(i.Subscription);
                w.WriteStartArray(i.PastOvns.Length);
                foreach (var ovn in i.PastOvns)
                {
                    w.WriteTextString(ovn.Value);
                }

                w.WriteEndArray();
            });
        }

        foreach (var c in state.AllConstraints())
        {
            Block(w, to, ConstraintKind, 6, () =>
            {
                w.Write(c.Id);
                w.WriteTextString(c.Manager.Value);
                w.WriteInt32(c.Version);
                w.WriteTextString(c.Ovn.Value);
                w.Write(c.Extent);
                w.WriteTextString(c.UssBaseUrl);
            });
        }

        foreach (var a in state.AllAvailability())
        {
            Block(w, to, AvailabilityKind, 3, () =>
            {
                w.WriteTextString(a.Party.Value);
                w.WriteInt32((int)a.Availability);
                w.WriteTextString(a.Version);
            });
        }

        WriteRelay(state, w, to);
        Block(w, to, EndKind, 0, static () => { });
    }

    /// <summary>Reads a snapshot whose checksum has been verified. Throws <see cref="CborContentException"/> for a version it does not know.</summary>
    public static ExchangeState Read(Stream from)
    {
        var state = new ExchangeState();
        var length = new byte[4];
        var buffer = new byte[4096];
        while (true)
        {
            from.ReadExactly(length);
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size > buffer.Length)
            {
                buffer = new byte[Math.Max(size, buffer.Length * 2)];
            }

            from.ReadExactly(buffer, 0, size);
            var r = new CborReader(buffer.AsMemory(0, size), CborConformanceMode.Lax);
            r.ReadStartArray();
            switch (r.ReadInt32())
            {
                case HeaderKind:
                    if (r.ReadInt32() is var version and not Version)
                    {
                        throw new CborContentException($"Snapshot of version {version}, written by a newer Parley; run that version.");
                    }

                    state.Restore(reports: r.ReadInt64());
                    state.RestorePlaces(r.PeekState() == CborReaderState.EndArray ? 0 : r.ReadInt64());
                    break;
                case SubscriptionKind:
                    state.Restore(new Subscription(
                        r.ReadId(), new PartyName(r.ReadTextString()), r.ReadTextString(), r.ReadInt32(), r.ReadExtent(), r.ReadTextString(),
                        r.ReadBoolean(), r.ReadBoolean(), r.ReadBoolean(), [.. ReadRow(r, static x => x.ReadId())]));
                    break;
                case IntentKind:
                    state.Restore(new Intent(
                        r.ReadId(), new PartyName(r.ReadTextString()), r.ReadInt32(), (IntentState)r.ReadInt32(), new Ovn(r.ReadTextString()),
                        r.ReadExtent(), r.ReadTextString(), r.ReadOptionalId(), [.. ReadRow(r, static x => new Ovn(x.ReadTextString()))]));
                    break;
                case ConstraintKind:
                    state.Restore(new Constraint(
                        r.ReadId(), new PartyName(r.ReadTextString()), r.ReadInt32(), new Ovn(r.ReadTextString()), r.ReadExtent(), r.ReadTextString()));
                    break;
                case AvailabilityKind:
                    state.Restore(new AvailabilityStatus(new PartyName(r.ReadTextString()), (Availability)r.ReadInt32(), r.ReadTextString()));
                    break;
                case PartyKind:
                    state.Restore(ReadParty(r));
                    break;
                case MailboxKind:
                    ReadMailbox(state, r);
                    break;
                case MailKind:
                    ReadMail(state, r);
                    break;
                case EndKind:
                    return state;
                case var kind:
                    throw new CborContentException($"Snapshot block of unknown kind {kind}, written by a newer Parley; run that version.");
            }
        }
    }

    private static void Block(CborWriter w, Stream to, int kind, int fields, Action write)
    {
        w.Reset();
        w.WriteStartArray(fields + 1);
        w.WriteInt32(kind);
        write();
        w.WriteEndArray();
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, w.BytesWritten);
        to.Write(length);
        to.Write(w.Encode());
    }

    private static List<T> ReadRow<T>(CborReader r, Func<CborReader, T> read)
    {
        var count = r.ReadStartArray() ?? 0;
        var row = new List<T>(count);
        for (var i = 0; i < count; i++)
        {
            row.Add(read(r));
        }

        r.ReadEndArray();
        return row;
    }
}

public sealed partial class ExchangeState
{
    internal IEnumerable<Intent> AllIntents() => InOrder(_intents).Select(static h => h.Value);

    internal IEnumerable<Constraint> AllConstraints() => InOrder(_constraints).Select(static h => h.Value);

    internal IEnumerable<Subscription> AllSubscriptions() => InOrder(_subscriptions).Select(static h => h.Value);

    internal IEnumerable<AvailabilityStatus> AllAvailability() => InOrder(_availability);

    internal void Restore(long reports) => ReportCount = reports;

    internal void Restore(Intent intent) =>
        Replace(null, intent with { Manager = Shared(intent.Manager), UssBaseUrl = Shared(intent.UssBaseUrl), Extent = SharedExtent(intent) });

    internal void Restore(Constraint constraint) =>
        Add(constraint with { Manager = Shared(constraint.Manager), UssBaseUrl = Shared(constraint.UssBaseUrl) });

    internal void Restore(Subscription subscription) =>
        Add(subscription with { Manager = Shared(subscription.Manager), UssBaseUrl = Shared(subscription.UssBaseUrl) });

    internal void Restore(AvailabilityStatus status) => _availability[status.Party] = status;

    // An intent and its implicit subscription mostly share their extent; so they do after a restart.
    private Extent SharedExtent(Intent intent) =>
        intent.Subscription is { } id && _subscriptions.TryGetValue(id, out var held) && held.Value.Extent.Equals(intent.Extent)
            ? held.Value.Extent
            : intent.Extent;

    private static IEnumerable<TValue> InOrder<TKey, TValue>(Dictionary<TKey, TValue> all)
        where TKey : notnull, IComparable<TKey>
    {
        var keys = new TKey[all.Count];
        all.Keys.CopyTo(keys, 0);
        Array.Sort(keys);
        foreach (var key in keys)
        {
            yield return all[key];
        }
    }
}
