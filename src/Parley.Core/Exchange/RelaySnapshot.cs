using System.Formats.Cbor;

namespace Parley.Core.Exchange;

/// <summary>Parties and mail as a snapshot's blocks. Bound by docs/formats.md.</summary>
public static partial class Snapshot
{
    private const int PartyKind = 5;
    private const int MailboxKind = 6;
    private const int MailKind = 7;

    private static void WriteRelay(ExchangeState state, CborWriter w, Stream to)
    {
        foreach (var party in state.AllParties())
        {
            Block(w, to, PartyKind, 5, () =>
            {
                w.WriteTextString(party.Name.Value);
                w.WriteTextString(party.Keys);
                w.WriteByteString(party.Description.Span);
                w.Write(party.Since);
                w.WriteBoolean(party.Expelled);
            });
        }

        foreach (var name in state.MailboxNames())
        {
            var (sent, first, next) = state.Standing(name);
            Block(w, to, MailboxKind, 4, () =>
            {
                w.WriteTextString(name.Value);
                w.WriteInt64(sent);
                w.WriteInt64(first);
                var taken = state.TakenOf(name);
                w.WriteStartArray(taken.Count * 3);
                foreach (var letter in taken)
                {
                    w.WriteInt64(letter.Number);
                    w.WriteInt64(letter.Place);
                    w.Write(letter.Time);
                }

                w.WriteEndArray();
            });
            for (var seq = first; seq < next; seq++)
            {
                var entry = state.MailAt(name, seq);
                Block(w, to, MailKind, 9, () => Write(w, name, entry));
            }
        }
    }

    // [party, seq, place, time, 1–3 (letter, sent, receipt), whose letter or who confirmed, [number…], size, hash or receipt]
    private static void Write(CborWriter w, PartyName owner, MailEntry entry)
    {
        w.WriteTextString(owner.Value);
        w.WriteInt64(entry.Seq);
        w.WriteInt64(entry.Place);
        w.Write(entry.Time);
        var (kind, who, numbers, size, text) = entry switch
        {
            LetterEntry e => (1, e.From, [e.Number], e.Size, e.Sha256),
            SentEntry e => (2, owner, [e.Number], 0, e.Sha256),
            ReceiptEntry e => (3, e.By, e.Numbers, 0, e.Jws),
            _ => throw new InvalidOperationException($"No code for {entry.GetType().Name}"),
        };
        w.WriteInt32(kind);
        w.WriteTextString(who.Value);
        CommandCodec.WriteNumbers(w, numbers);
        w.WriteInt32(size);
        w.WriteTextString(text);
    }

    private static AdmittedParty ReadParty(CborReader r) =>
        new(new PartyName(r.ReadTextString()), r.ReadTextString(), r.ReadByteString(), r.ReadInstant(), r.ReadBoolean());

    private static void ReadMailbox(ExchangeState state, CborReader r)
    {
        var name = new PartyName(r.ReadTextString());
        var (sent, first) = (r.ReadInt64(), r.ReadInt64());
        var taken = new List<TakenLetter>();
        var count = (r.ReadStartArray() ?? 0) / 3;
        for (var i = 0; i < count; i++)
        {
            taken.Add(new TakenLetter(r.ReadInt64(), r.ReadInt64(), r.ReadInstant()));
        }

        r.ReadEndArray();
        state.RestoreMailbox(name, sent, first, taken);
    }

    private static void ReadMail(ExchangeState state, CborReader r)
    {
        var owner = new PartyName(r.ReadTextString());
        var (seq, place, time) = (r.ReadInt64(), r.ReadInt64(), r.ReadInstant());
        var kind = r.ReadInt32();
        var who = new PartyName(r.ReadTextString());
        var numbers = CommandCodec.ReadNumbers(r);
        var size = r.ReadInt32();
        var text = r.ReadTextString();
        state.RestoreMail(owner, kind switch
        {
            1 => new LetterEntry(seq, place, time, who, numbers[0], size, text),
            2 => new SentEntry(seq, place, time, numbers[0], text),
            3 => new ReceiptEntry(seq, place, time, who, numbers, text),
            _ => throw new CborContentException($"Mail of unknown kind {kind}, written by a newer Parley; run that version."),
        });
    }
}

public sealed partial class ExchangeState
{
    internal IEnumerable<PartyName> MailboxNames()
    {
        var names = new PartyName[_mailboxes.Count];
        _mailboxes.Keys.CopyTo(names, 0);
        Array.Sort(names);
        return names;
    }

    internal IReadOnlyCollection<TakenLetter> TakenOf(PartyName party) => _mailboxes[party].Taken;

    internal MailEntry MailAt(PartyName party, long seq) => _mailboxes[party].At(seq);

    /// <summary>The letters that wait for somebody, each once, by mailbox and place in it: whose content must be kept.</summary>
    public List<LetterKey> WaitingLetters()
    {
        var letters = new List<LetterKey>();
        var seen = new HashSet<long>();
        foreach (var name in MailboxNames())
        {
            var (_, first, next) = Standing(name);
            for (var seq = first; seq < next; seq++)
            {
                if (MailAt(name, seq) is LetterEntry letter && seen.Add(letter.Place))
                {
                    letters.Add(new LetterKey(letter.From, letter.Number, letter.Sha256));
                }
            }
        }

        return letters;
    }

    internal void Restore(AdmittedParty party) => _parties[party.Name] = party with { Name = Shared(party.Name) };

    internal void RestorePlaces(long places) => LastPlace = places;

    internal void RestoreMailbox(PartyName name, long sent, long first, List<TakenLetter> taken)
    {
        var box = BoxOf(name);
        (box.LastNumber, box.Next) = (sent, first);
        taken.ForEach(box.Remember);
    }

    internal void RestoreMail(PartyName owner, MailEntry entry)
    {
        BoxOf(owner).Add(entry is LetterEntry e ? new LetterEntry(e.Seq, e.Place, e.Time, Shared(e.From), e.Number, e.Size, e.Sha256) : entry);
        if (entry is LetterEntry letter)
        {
            _unconfirmed[letter.Place] = _unconfirmed.TryGetValue(letter.Place, out var left) ? left + 1 : 1;
            BytesWaiting += letter.Size;
        }
    }
}
