using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Console.Accounts;

/// <summary>
/// Who is signed in where. Memory answers; the file has what a restart must not forget. A session that is idle ends, unless a window of it is open and
/// connected: an officer who only listens must not be signed out under a FLASH. At its last hour it ends all the same. Thread-safe.
/// </summary>
internal sealed class SessionBook : ISessions
{
    /// <summary>More than a person has screens: the oldest is ended for the one beyond.</summary>
    public const int MostOfOne = 20;

    private readonly ConcurrentDictionary<string, Session> _alive = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _touched = new(StringComparer.Ordinal);
    private readonly AccountsFile _file;
    private readonly AccountChanges _changes;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _longest;

    public SessionBook(AccountsFile file, AccountChanges changes, TimeProvider clock, TimeSpan idle, TimeSpan longest)
    {
        (_file, _changes, _clock, _idle, _longest) = (file, changes, clock, idle, longest);
        foreach (var session in file.Read("SELECT Id, Person, Stamp, Way, Browser, Address, Began, Seen, Ends FROM Sessions", static r => new Session(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), At(r.GetInt64(6)), At(r.GetInt64(7)), At(r.GetInt64(8)))))
        {
            _alive[session.Id] = session;
        }
    }

    /// <returns>The session, and what its cookie has to carry as a stamp.</returns>
    public (Session Session, string Stamp) Begin(string person, string way, string browser, string address)
    {
        var now = _clock.GetUtcNow();
        var stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new Session(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), person, Hash(stamp), way, browser.Length > 200 ? browser[..200] : browser, address, now, now, now + _longest);
        foreach (var old in Of(person).Skip(MostOfOne - 1))
        {
            End(old.Id);
        }

        _file.Write(
            "INSERT INTO Sessions (Id, Person, Stamp, Way, Browser, Address, Began, Seen, Ends) VALUES ($id, $person, $stamp, $way, $browser, $address, $began, $began, $ends)",
            ("$id", session.Id), ("$person", person), ("$stamp", session.Stamp), ("$way", way), ("$browser", session.Browser), ("$address", address), ("$began", Ms(now)), ("$ends", Ms(session.Ends)));
        _alive[session.Id] = session;
        _changes.Tell(person);
        return (session, stamp);
    }

    public Session? Find(string id, string person) =>
        _alive.TryGetValue(id, out var session) && session.Person == person && !Over(session) ? session : null;

    /// <summary>The same, for who shows the stamp too.</summary>
    public Session? Find(string id, string person, string stamp) =>
        Find(id, person) is { } session && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(session.Stamp), Encoding.ASCII.GetBytes(Hash(stamp))) ? session : null;

    /// <summary>Those of one person that are alive, the last seen first.</summary>
    public IReadOnlyList<Session> Of(string person) => [.. _alive.Values.Where(s => s.Person == person && !Over(s)).OrderByDescending(static s => s.Seen)];

    public void Touch(string id)
    {
        var now = _clock.GetUtcNow();
        if (_alive.TryGetValue(id, out var session) && !Over(session) && now - session.Seen > TimeSpan.FromSeconds(1) && _alive.TryUpdate(id, session with { Seen = now }, session))
        {
            _touched[id] = true;
        }
    }

    public IDisposable Hold(string id)
    {
        _held.AddOrUpdate(id, 1, static (_, n) => n + 1);
        return new Held(this, id);
    }

    public void End(string id)
    {
        if (_alive.TryRemove(id, out var session))
        {
            _file.Write("DELETE FROM Sessions WHERE Id = $id", ("$id", id));
            _changes.Tell(session.Person);
        }
    }

    public void EndAll(string person)
    {
        foreach (var session in _alive.Values.Where(s => s.Person == person).ToArray())
        {
            _alive.TryRemove(session.Id, out _);
        }

        _file.Write("DELETE FROM Sessions WHERE Person = $person", ("$person", person));
        _changes.Tell(person);
    }

    /// <summary>Ends what is over, and writes down when others were last seen.</summary>
    public void Sweep()
    {
        foreach (var (id, session) in _alive)
        {
            if (Over(session))
            {
                End(id);
            }
        }

        foreach (var id in _touched.Keys)
        {
            if (_touched.TryRemove(id, out _) && _alive.TryGetValue(id, out var session))
            {
                _file.Write("UPDATE Sessions SET Seen = $seen WHERE Id = $id", ("$seen", Ms(session.Seen)), ("$id", id));
            }
        }
    }

    private bool Over(Session session)
    {
        var now = _clock.GetUtcNow();
        return now >= session.Ends || (now - session.Seen > _idle && _held.GetValueOrDefault(session.Id) == 0);
    }

    private void Release(string id)
    {
        Touch(id);
        if (_held.AddOrUpdate(id, 0, static (_, n) => n - 1) <= 0)
        {
            _held.TryRemove(new KeyValuePair<string, int>(id, 0));
        }
    }

    private static string Hash(string stamp) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)));

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private sealed class Held(SessionBook book, string id) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                book.Release(id);
            }
        }
    }
}
