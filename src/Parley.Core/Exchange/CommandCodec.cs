using System.Collections.Immutable;
using System.Formats.Cbor;

namespace Parley.Core.Exchange;

/// <summary>
/// Commands as journal entries: one CBOR array (RFC 8949, canonical) for each, <c>[kind, now, by, …]</c>, fields in the order of the
/// records in Commands.cs. Fields are only ever added at the end; a reader skips what it does not know. Bound by docs/formats.md.
/// Thread-safe: it keeps no state.
/// </summary>
public static partial class CommandCodec
{
    private const int PutIntentKind = 1;
    private const int DeleteIntentKind = 2;
    private const int PutConstraintKind = 3;
    private const int DeleteConstraintKind = 4;
    private const int PutSubscriptionKind = 5;
    private const int DeleteSubscriptionKind = 6;
    private const int SetAvailabilityKind = 7;
    private const int FileReportKind = 8;
    private const int SweepKind = 9;

    [ThreadStatic]
    private static CborWriter? _writer;

    public static byte[] Encode(Command command)
    {
        var w = _writer ??= new CborWriter(CborConformanceMode.Canonical, initialCapacity: 1024);
        w.Reset();
        switch (command)
        {
            case PutIntent c:
                Start(w, PutIntentKind, 13, c);
                w.Write(c.Id);
                w.WriteOptional(c.Expected?.Value);
                w.WriteInt32((int)c.State);
                w.Write(c.Extent);
                w.WriteTextString(c.UssBaseUrl);
                w.WriteOptional(c.Subscription);
                WriteNew(w, c.NewSubscription);
                w.WriteTextString(c.NewOvn.Value);
                w.WriteBoolean(c.OvnRequested);
                w.WriteStartArray(c.Key.Length);
                foreach (var ovn in c.Key)
                {
                    w.WriteTextString(ovn);
                }

                w.WriteEndArray();
                break;
            case DeleteIntent c:
                Start(w, DeleteIntentKind, 5, c);
                w.Write(c.Id);
                w.WriteTextString(c.Expected.Value);
                break;
            case PutConstraint c:
                Start(w, PutConstraintKind, 8, c);
                w.Write(c.Id);
                w.WriteOptional(c.Expected?.Value);
                w.Write(c.Extent);
                w.WriteTextString(c.UssBaseUrl);
                w.WriteTextString(c.NewOvn.Value);
                break;
            case DeleteConstraint c:
                Start(w, DeleteConstraintKind, 5, c);
                w.Write(c.Id);
                w.WriteTextString(c.Expected.Value);
                break;
            case PutSubscription c:
                Start(w, PutSubscriptionKind, 12, c);
                w.Write(c.Id);
                w.WriteOptional(c.Expected);
                w.Write(c.Extent);
                w.WriteOptional(c.Start);
                w.WriteOptional(c.End);
                w.WriteTextString(c.UssBaseUrl);
                w.WriteBoolean(c.ForIntents);
                w.WriteBoolean(c.ForConstraints);
                w.WriteTextString(c.NewVersion);
                break;
            case DeleteSubscription c:
                Start(w, DeleteSubscriptionKind, 5, c);
                w.Write(c.Id);
                w.WriteTextString(c.Expected);
                break;
            case SetAvailability c:
                Start(w, SetAvailabilityKind, 7, c);
                w.WriteTextString(c.Party.Value);
                w.WriteTextString(c.Expected);
                w.WriteInt32((int)c.Availability);
                w.WriteTextString(c.NewVersion);
                break;
            case FileReport c:
                Start(w, FileReportKind, 5, c);
                w.Write(c.Id);
                w.WriteByteString(c.Report.Span);
                break;
            case Sweep c:
                Start(w, SweepKind, 5, c);
                w.Write(c.EndedBefore);
                w.WriteInt32(c.Limit);
                break;
            case AdmitParty c:
                Start(w, AdmitPartyKind, 7, c);
                Write(w, c);
                break;
            case ExpelParty c:
                Start(w, ExpelPartyKind, 4, c);
                w.WriteTextString(c.Party.Value);
                break;
            case TakeLetter c:
                Start(w, TakeLetterKind, 7, c);
                Write(w, c);
                break;
            case ConfirmLetters c:
                Start(w, ConfirmLettersKind, 5, c);
                Write(w, c);
                break;
            default:
                throw new InvalidOperationException($"No code for {command.GetType().Name}");
        }

        w.WriteEndArray();
        return w.Encode();
    }

    /// <summary>Reads back what <see cref="Encode"/> wrote. Throws <see cref="CborContentException"/> if it is not that: the journal was checked, so this is a newer version or a bug.</summary>
    public static Command Decode(ReadOnlyMemory<byte> entry)
    {
        // Lax: the journal's checksum has spoken for these bytes already, and replay is long.
        var r = new CborReader(entry, CborConformanceMode.Lax);
        r.ReadStartArray();
        var kind = r.ReadInt32();
        var now = r.ReadInstant();
        var by = new PartyName(r.ReadTextString());
        return kind switch
        {
            PutIntentKind => new PutIntent(
                now, by, r.ReadId(), r.ReadOptionalText() is { } e ? new Ovn(e) : null, (IntentState)r.ReadInt32(), r.ReadExtent(),
                r.ReadTextString(), r.ReadOptionalId(), ReadNew(r), new Ovn(r.ReadTextString()), r.ReadBoolean(), ReadKey(r)),
            DeleteIntentKind => new DeleteIntent(now, by, r.ReadId(), new Ovn(r.ReadTextString())),
            PutConstraintKind => new PutConstraint(
                now, by, r.ReadId(), r.ReadOptionalText() is { } e ? new Ovn(e) : null, r.ReadExtent(), r.ReadTextString(), new Ovn(r.ReadTextString())),
            DeleteConstraintKind => new DeleteConstraint(now, by, r.ReadId(), new Ovn(r.ReadTextString())),
            PutSubscriptionKind => new PutSubscription(
                now, by, r.ReadId(), r.ReadOptionalText(), r.ReadExtent(), r.ReadOptionalInstant(), r.ReadOptionalInstant(),
                r.ReadTextString(), r.ReadBoolean(), r.ReadBoolean(), r.ReadTextString()),
            DeleteSubscriptionKind => new DeleteSubscription(now, by, r.ReadId(), r.ReadTextString()),
            SetAvailabilityKind => new SetAvailability(
                now, by, new PartyName(r.ReadTextString()), r.ReadTextString(), (Availability)r.ReadInt32(), r.ReadTextString()),
            FileReportKind => new FileReport(now, by, r.ReadId(), r.ReadByteString()),
            SweepKind => new Sweep(now, by, r.ReadInstant(), r.ReadInt32()),
            AdmitPartyKind => new AdmitParty(now, by, new PartyName(r.ReadTextString()), r.ReadTextString(), r.ReadByteString(), r.ReadBoolean()),
            ExpelPartyKind => new ExpelParty(now, by, new PartyName(r.ReadTextString())),
            TakeLetterKind => new TakeLetter(now, by, r.ReadInt64(), ReadParties(r), r.ReadInt32(), r.ReadTextString()),
            ConfirmLettersKind => new ConfirmLetters(now, by, r.ReadInt64(), ReadReceipts(r)),
            _ => throw new CborContentException($"Entry of unknown kind {kind}: this journal was written by a newer Parley; run that version."),
        };
    }

    private static void Start(CborWriter w, int kind, int fields, Command command)
    {
        w.WriteStartArray(fields);
        w.WriteInt32(kind);
        w.Write(command.Now);
        w.WriteTextString(command.By.Value);
    }

    private static void WriteNew(CborWriter w, ImplicitSubscription? wanted)
    {
        if (wanted is null)
        {
            w.WriteNull();
            return;
        }

        w.WriteStartArray(4);
        w.Write(wanted.Id);
        w.WriteTextString(wanted.Version);
        w.WriteTextString(wanted.UssBaseUrl);
        w.WriteBoolean(wanted.ForConstraints);
        w.WriteEndArray();
    }

    private static ImplicitSubscription? ReadNew(CborReader r)
    {
        if (r.TryReadNull())
        {
            return null;
        }

        r.ReadStartArray();
        var wanted = new ImplicitSubscription(r.ReadId(), r.ReadTextString(), r.ReadTextString(), r.ReadBoolean());
        r.ReadEndArray();
        return wanted;
    }

    private static ImmutableArray<string> ReadKey(CborReader r)
    {
        var count = r.ReadStartArray() ?? 0;
        var key = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            key.Add(r.ReadTextString());
        }

        r.ReadEndArray();
        return key.MoveToImmutable();
    }
}
