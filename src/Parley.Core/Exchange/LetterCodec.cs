using System.Collections.Immutable;
using System.Formats.Cbor;

namespace Parley.Core.Exchange;

// Kinds 10 to 13: parties and letters.
public static partial class CommandCodec
{
    private const int AdmitPartyKind = 10;
    private const int ExpelPartyKind = 11;
    private const int TakeLetterKind = 12;
    private const int ConfirmLettersKind = 13;

    private static void Write(CborWriter w, AdmitParty c)
    {
        w.WriteTextString(c.Party.Value);
        w.WriteTextString(c.Keys);
        w.WriteByteString(c.Description.Span);
        w.WriteBoolean(c.ReplaceKeys);
    }

    private static void Write(CborWriter w, TakeLetter c)
    {
        w.WriteInt64(c.Number);
        w.WriteStartArray(c.To.Length);
        foreach (var receiver in c.To)
        {
            w.WriteTextString(receiver.Value);
        }

        w.WriteEndArray();
        w.WriteInt32(c.Size);
        w.WriteTextString(c.Sha256);
    }

    private static void Write(CborWriter w, ConfirmLetters c)
    {
        w.WriteInt64(c.Through);
        w.WriteStartArray(c.Receipts.Length);
        foreach (var receipt in c.Receipts)
        {
            w.WriteStartArray(3);
            w.WriteTextString(receipt.From.Value);
            WriteNumbers(w, receipt.Numbers);
            w.WriteTextString(receipt.Jws);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    private static ImmutableArray<PartyName> ReadParties(CborReader r)
    {
        var parties = ImmutableArray.CreateBuilder<PartyName>(r.ReadStartArray() ?? 0);
        for (var i = parties.Capacity; i > 0; i--)
        {
            parties.Add(new PartyName(r.ReadTextString()));
        }

        r.ReadEndArray();
        return parties.MoveToImmutable();
    }

    private static ImmutableArray<SignedReceipt> ReadReceipts(CborReader r)
    {
        var receipts = ImmutableArray.CreateBuilder<SignedReceipt>(r.ReadStartArray() ?? 0);
        for (var i = receipts.Capacity; i > 0; i--)
        {
            r.ReadStartArray();
            receipts.Add(new SignedReceipt(new PartyName(r.ReadTextString()), ReadNumbers(r), r.ReadTextString()));
            r.ReadEndArray();
        }

        r.ReadEndArray();
        return receipts.MoveToImmutable();
    }

    internal static void WriteNumbers(CborWriter w, ImmutableArray<long> numbers)
    {
        w.WriteStartArray(numbers.Length);
        foreach (var number in numbers)
        {
            w.WriteInt64(number);
        }

        w.WriteEndArray();
    }

    internal static ImmutableArray<long> ReadNumbers(CborReader r)
    {
        var numbers = ImmutableArray.CreateBuilder<long>(r.ReadStartArray() ?? 0);
        for (var i = numbers.Capacity; i > 0; i--)
        {
            numbers.Add(r.ReadInt64());
        }

        r.ReadEndArray();
        return numbers.MoveToImmutable();
    }
}
