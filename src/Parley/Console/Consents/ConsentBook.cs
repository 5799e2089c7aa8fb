using System.Collections.Concurrent;
using System.Text.Json;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Core;

namespace Parley.Console.Consents;

/// <summary>
/// What waits for a second officer, one small file each, so that a restart loses none. Whoever takes one removes its file first: a consent is given
/// at most once, and a crash in between leaves it not given. Thread-safe.
/// </summary>
internal sealed class ConsentBook
{
    /// <summary>How long a second officer has.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private const int MostWaiting = 100;

    private readonly ConcurrentDictionary<string, Consent> _waiting = new(StringComparer.Ordinal);
    private readonly string _folder;
    private Action _changed = static () => { };
    private readonly TimeProvider _clock;

    private ConsentBook(string folder, TimeProvider clock) => (_folder, _clock) = (folder, clock);

    /// <summary>Calls back when something was asked, or no longer waits: on the thread of whoever did it.</summary>
    public void OnChange(Action changed) => _changed += changed;

    private Instant Now => Instant.From(_clock.GetUtcNow());

    public static ConsentBook Open(string folder, TimeProvider clock)
    {
        var book = new ConsentBook(folder, clock);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(file), ConsentJson.Default.Consent) is { } consent && ConsentViews.Fault(consent.Body) is null)
                {
                    book._waiting[consent.Id] = consent;
                }
            }
            catch (JsonException)
            {
                // Half written when the machine died: the asker was never answered, and asks again.
                File.Delete(file);
            }
        }

        return book;
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Consent> Waiting()
    {
        foreach (var (id, consent) in _waiting)
        {
            if (Over(consent))
            {
                Take(id);
            }
        }

        return [.. _waiting.Values.OrderBy(static c => c.Asked, StringComparer.Ordinal)];
    }

    public Checked<Consent> Ask(Person asker, Deed deed, string operation, IReadOnlyDictionary<string, string> route, string body)
    {
        if (ConsentViews.Fault(body) is { } fault)
        {
            return fault;
        }

        if (Waiting().Count >= MostWaiting)
        {
            return new Problem("", $"{MostWaiting} requests wait for a second officer already; have some of them answered first");
        }

        var now = Now;
        var consent = new Consent(
            Guid.NewGuid().ToString(), deed, asker.Id, asker.Name, now.ToString(), now.Plus(Lasts).ToString(), operation, route, body);
        var file = FileOf(consent.Id);
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(consent, ConsentJson.Default.Consent));
        File.Move(file + ".new", file);
        _waiting[consent.Id] = consent;
        _changed();
        return consent;
    }

    public Consent? Find(string id) => _waiting.TryGetValue(id, out var consent) && !Over(consent) ? consent : null;

    /// <summary>Null when another was quicker.</summary>
    public Consent? Take(string id)
    {
        if (!_waiting.TryRemove(id, out var consent))
        {
            return null;
        }

        File.Delete(FileOf(consent.Id));
        _changed();
        return consent;
    }

    private bool Over(Consent consent) => !Instant.Parse(consent.Until).Try(out var until, out _) || until <= Now;

    private string FileOf(string id) => Path.Combine(_folder, $"{id}.json");
}
