using Parley.Journal.Disk;
using Parley.Journal.Format;

namespace Parley.Journal;

/// <summary>A stored entry as a tool sees it.</summary>
/// <param name="Segment">The segment file's path.</param>
/// <param name="Offset">Where its frame begins in the file, in bytes.</param>
/// <param name="Size">Bytes of the frame with head and padding.</param>
/// <param name="BatchFirst">The position of the first entry of the same write.</param>
/// <param name="Payload">Valid only during the call.</param>
public readonly record struct StoredEntry(long Position, string Segment, long Offset, int Size, long BatchFirst, ReadOnlyMemory<byte> Payload);

/// <summary>What a look through a whole journal found.</summary>
/// <param name="Segments">How many segment files there are.</param>
/// <param name="Entries">How many good entries were read.</param>
/// <param name="First">The first one's position; 0 when there is none.</param>
/// <param name="Last">The last one's position; 0 when there is none.</param>
/// <param name="Problems">Every damaged place; empty when the journal is good.</param>
/// <param name="Tail">A torn end, which the next start cuts, or a batch that is just being written; null for a clean end.</param>
public sealed record JournalVerification(
    int Segments, long Entries, long First, long Last, IReadOnlyList<JournalDamage> Problems, TornTail? Tail);

/// <summary>
/// Reads a journal without its lock, beside a running writer or on a copy, and changes nothing. What a writer has not finished yet is
/// an open end, not damage. One thread.
/// </summary>
/// <remarks>
/// Beside a writer it may see entries whose sync has not returned yet. Whoever keeps what it read (a snapshot) stops at
/// <see cref="IOrderedLog.End"/>, or a crash may leave a snapshot that covers more than the journal has.
/// </remarks>
public sealed class JournalReader
{
    private readonly IDisk _disk;
    private readonly string _folder;

    private JournalReader(IDisk disk, string folder) => (_disk, _folder) = (disk, folder);

    /// <param name="directory">The data folder, which holds <c>journal/</c>.</param>
    /// <exception cref="JournalException">There is no journal.</exception>
    public static JournalReader Open(string directory)
    {
        var folder = JournalFolders.Journal(directory);
        return Directory.Exists(folder)
            ? new JournalReader(FileDisk.Instance, folder)
            : throw new JournalException($"There is no journal in {directory}: the folder {folder} does not exist.");
    }

    internal static JournalReader Open(string directory, IDisk disk) => new(disk, JournalFolders.Journal(directory));

    /// <summary>The first position of each segment, ascending; what truncation can let go of, it lets go of by whole segments.</summary>
    /// <exception cref="JournalException">The folder cannot be read.</exception>
    public IReadOnlyList<long> SegmentStarts() => [.. List().Select(static s => s.First)];

    /// <summary>
    /// Hands on the good entries from a position on, in order, until <paramref name="take"/> returns false, the end, or the first
    /// damage, which is returned. Entries that were truncated away are passed over.
    /// </summary>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public JournalDamage? Read(long from, Func<StoredEntry, bool> take)
    {
        var segments = List();
        var first = 0;
        while (first + 1 < segments.Count && segments[first + 1].First <= from)
        {
            first++;
        }

        var more = true;
        return Walk(segments, first, entry => more = entry.Position < from || take(entry), () => more, damage => false, out _);
    }

    /// <summary>Reads everything and lists what is wrong; goes on behind a damaged segment.</summary>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public JournalVerification Verify()
    {
        long entries = 0, first = 0, last = 0;
        var problems = new List<JournalDamage>();
        var segments = List();
        Walk(
            segments,
            0,
            entry =>
            {
                entries++;
                if (first == 0) first = entry.Position;
                last = entry.Position;
                return true;
            },
            () => true,
            damage =>
            {
                problems.Add(damage);
                return true;
            },
            out var tail);
        return new JournalVerification(segments.Count, entries, first, last, problems, tail);
    }

    private JournalDamage? Walk(
        IReadOnlyList<SegmentFile> segments, int first, Func<StoredEntry, bool> take, Func<bool> more, Func<JournalDamage, bool> goOn, out TornTail? tail)
    {
        tail = null;
        var scan = new JournalScan(_disk, segments);
        for (var i = first; i < segments.Count && more(); i++)
        {
            JournalDamage? damage;
            try
            {
                damage = scan.Read(i, found => Hand(found, segments[i].Path, take, more));
            }
            catch (FileNotFoundException) when (scan.NextPosition is null)
            {
                // Truncated away since the list was made.
                continue;
            }
            catch (IOException unreadable)
            {
                throw new JournalException($"{segments[i].Path} cannot be read: {unreadable.Message}", unreadable);
            }

            if (damage is not null)
            {
                if (!goOn(damage)) return damage;
                scan.Lose();
            }
            else if (i + 1 == segments.Count && scan.DirtyEnd > scan.Offset)
            {
                tail = new TornTail(segments[i].Path, scan.Offset, scan.DirtyEnd - scan.Offset, scan.NextPosition!.Value);
            }
        }

        return null;
    }

    private static void Hand(List<Walked> found, string segment, Func<StoredEntry, bool> take, Func<bool> more)
    {
        foreach (var (frame, offset, payload) in found)
        {
            if (!more()) return;
            take(new StoredEntry(frame.Position, segment, offset, frame.Size, frame.BatchFirst, payload));
        }
    }

    private IReadOnlyList<SegmentFile> List()
    {
        try
        {
            return JournalScan.List(_disk, _folder);
        }
        catch (IOException refused)
        {
            throw new JournalException($"The folder {_folder} cannot be read: {refused.Message}", refused);
        }
    }
}
