using System.Collections.Immutable;

namespace Parley.Core.Exchange;

/// <summary>One item of a party's mailbox. Immutable.</summary>
/// <param name="Seq">1, 2, 3… in this mailbox, without gaps.</param>
/// <param name="Place">In the one order of all letters.</param>
/// <param name="Time">When the exchange took it in.</param>
public abstract record MailEntry(long Seq, long Place, Instant Time);

/// <summary>A letter to this party.</summary>
public sealed record LetterEntry(long Seq, long Place, Instant Time, PartyName From, long Number, int Size, string Sha256) : MailEntry(Seq, Place, Time);

/// <summary>One of this party's own letters was taken.</summary>
public sealed record SentEntry(long Seq, long Place, Instant Time, long Number, string Sha256) : MailEntry(Seq, Place, Time);

/// <summary>A receiver has confirmed letters of this party's.</summary>
public sealed record ReceiptEntry(long Seq, long Place, Instant Time, PartyName By, ImmutableArray<long> Numbers, string Jws) : MailEntry(Seq, Place, Time);

/// <summary>A letter by its sender, number and hash: what its content is kept under.</summary>
public readonly record struct LetterKey(PartyName From, long Number, string Sha256);

/// <summary>A letter that was taken, as long as it is remembered.</summary>
public readonly record struct TakenLetter(long Number, long Place, Instant Time);

/// <summary>What waits in a mailbox from one sender.</summary>
public readonly record struct Waiting(int Letters, long Bytes);

/// <summary>A party's mail and its numbering as a sender. One thread.</summary>
internal sealed class Mailbox
{
    /// <summary>How many of the last letters sent are remembered with place and time, for a sender that asks again.</summary>
    public const int Remembered = 1024;

    private readonly List<MailEntry> _entries = [];
    private readonly Dictionary<PartyName, Waiting> _waiting = [];
    private int _gone;

    /// <summary>The number of the last letter sent; 0 for none.</summary>
    public long LastNumber { get; set; }

    public Queue<TakenLetter> Taken { get; } = [];

    /// <summary>What the next item gets.</summary>
    public long Next { get; set; } = 1;

    public int Count => _entries.Count - _gone;

    /// <summary>The first item kept; <see cref="Next"/> when there is none.</summary>
    public long First => Next - Count;

    public MailEntry At(long seq) => _entries[_gone + (int)(seq - First)];

    public Waiting From(PartyName sender) => _waiting.TryGetValue(sender, out var waiting) ? waiting : default;

    public void Remember(TakenLetter letter)
    {
        Taken.Enqueue(letter);
        if (Taken.Count > Remembered)
        {
            Taken.Dequeue();
        }
    }

    public TakenLetter? Find(long number)
    {
        foreach (var letter in Taken)
        {
            if (letter.Number == number)
            {
                return letter;
            }
        }

        return null;
    }

    public void Add(MailEntry entry)
    {
        _entries.Add(entry);
        Next = entry.Seq + 1;
        if (entry is LetterEntry letter)
        {
            var before = From(letter.From);
            _waiting[letter.From] = new Waiting(before.Letters + 1, before.Bytes + letter.Size);
        }
    }

    public MailEntry RemoveFirst()
    {
        var entry = _entries[_gone];
        _entries[_gone++] = null!;
        if (entry is LetterEntry letter)
        {
            var left = From(letter.From);
            left = new Waiting(left.Letters - 1, left.Bytes - letter.Size);
            if (left.Letters == 0)
            {
                _waiting.Remove(letter.From);
            }
            else
            {
                _waiting[letter.From] = left;
            }
        }

        // Each is moved once at most for as many that went.
        if (_gone > 64 && _gone > _entries.Count / 2)
        {
            _entries.RemoveRange(0, _gone);
            _gone = 0;
        }

        return entry;
    }
}
