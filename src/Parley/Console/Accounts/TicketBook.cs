using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Parley.Console.Roles;

namespace Parley.Console.Accounts;

/// <summary>The links that were sent. Whoever uses one takes it out of the file first, so that it serves once, whatever happens at the same time. Thread-safe.</summary>
internal sealed class TicketBook
{
    public static readonly TimeSpan LinkLasts = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan InvitationLasts = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, Ticket> _open = new(StringComparer.Ordinal);
    private readonly AccountsFile _file;
    private readonly TimeProvider _clock;

    public TicketBook(AccountsFile file, TimeProvider clock)
    {
        (_file, _clock) = (file, clock);
        foreach (var ticket in file.Read("SELECT Hash, Id, Kind, Person, Email, Name, Role, Language, Browser, Onward, Made, Ends FROM Tickets", static r => new Ticket(
            Convert.ToBase64String((byte[])r[0]), r.GetString(1), Enum.Parse<TicketKind>(r.GetString(2)), Text(r[3]), r.GetString(4), Text(r[5]), Text(r[6]) is { } role ? Enum.Parse<Role>(role) : null,
            r.GetString(7), r[8] is byte[] browser ? Convert.ToBase64String(browser) : null, Text(r[9]), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(10)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(11)))))
        {
            _open[ticket.Hash] = ticket;
        }
    }

    /// <returns>The token: 256 bits, as the link carries it, and nowhere else.</returns>
    public (Ticket Ticket, string Token) Invite(string email, string name, Role role, string language) =>
        Make(new Ticket("", "", TicketKind.Invitation, null, email, name, role, language, null, null, default, default), InvitationLasts);

    public (Ticket Ticket, string Token) Link(Person person, string browser, string? onward) =>
        Make(new Ticket("", "", TicketKind.Link, person.Id, person.Email, null, null, person.Language, Hash(browser), onward, default, default), LinkLasts);

    /// <summary>Null when there is none, it was used, or its time is over.</summary>
    public Ticket? Find(string token, TicketKind kind) => token.Length is > 20 and < 100 && _open.TryGetValue(Hash(token), out var ticket) && ticket.Kind == kind && !Over(ticket) ? ticket : null;

    public static bool IsOf(Ticket ticket, string? browser) =>
        browser is not null && ticket.Browser is { } asked && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(asked), Encoding.ASCII.GetBytes(Hash(browser)));

    /// <summary>Whether the caller is the one who may use it: of several at once, one is.</summary>
    public bool Take(Ticket ticket) => _open.TryRemove(ticket.Hash, out _) && _file.Write("DELETE FROM Tickets WHERE Hash = $hash", ("$hash", Convert.FromBase64String(ticket.Hash))) == 1;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Ticket> Invitations() => [.. _open.Values.Where(t => t.Kind == TicketKind.Invitation && !Over(t)).OrderBy(static t => t.Made)];

    public void Forget(Func<Ticket, bool> which)
    {
        foreach (var ticket in _open.Values.Where(which).ToArray())
        {
            Take(ticket);
        }
    }

    public void Sweep() => Forget(Over);

    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private (Ticket Ticket, string Token) Make(Ticket draft, TimeSpan lasts)
    {
        var token = NewToken();
        var now = _clock.GetUtcNow();
        var ticket = draft with { Hash = Hash(token), Id = Guid.NewGuid().ToString(), Made = now, Ends = now + lasts };
        _file.Write(
            "INSERT INTO Tickets (Hash, Id, Kind, Person, Email, Name, Role, Language, Browser, Onward, Made, Ends) VALUES ($hash, $id, $kind, $person, $email, $name, $role, $language, $browser, $onward, $made, $ends)",
            ("$hash", Convert.FromBase64String(ticket.Hash)), ("$id", ticket.Id), ("$kind", ticket.Kind.ToString()), ("$person", ticket.Person), ("$email", ticket.Email), ("$name", ticket.Name), ("$role", ticket.Role?.ToString()),
            ("$language", ticket.Language), ("$browser", ticket.Browser is { } b ? Convert.FromBase64String(b) : null), ("$onward", ticket.Onward), ("$made", ticket.Made.ToUnixTimeMilliseconds()), ("$ends", ticket.Ends.ToUnixTimeMilliseconds()));
        _open[ticket.Hash] = ticket;
        return (ticket, token);
    }

    private bool Over(Ticket ticket) => _clock.GetUtcNow() >= ticket.Ends;

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string? Text(object value) => value as string;
}
