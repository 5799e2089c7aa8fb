using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Tests.Tokens;

namespace Parley.Tests.Console;

public sealed class SessionBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-accounts-").FullName;
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly AccountsFile _file;
    private readonly AccountChanges _changes = new();

    public SessionBookTests()
    {
        _file = AccountsFile.Open(_folder);
        foreach (var id in new[] { "ash", "birch" })
        {
            _file.Write(
                "INSERT INTO AspNetUsers (Id, Role, Language, Zone, Open, Created, UserName, Email, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount) VALUES ($id, 'Commander', 'en', 'UTC', 1, 0, $id, $id, 1, 0, 0, 1, 0)",
                ("$id", id));
        }
    }

    private SessionBook Open() => new(_file, _changes, _clock, TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    [Fact]
    public void A_session_that_nobody_looks_at_goes_idle_one_with_an_open_window_does_not_and_each_has_its_last_hour()
    {
        var book = Open();
        var (left, watched) = (book.Begin("ash", "link", "Firefox", "192.0.2.1").Session, book.Begin("birch", "passkey", "Firefox", "192.0.2.2").Session);
        var window = book.Hold(watched.Id);
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(book.Find(left.Id, "ash"));
        book.Touch(left.Id);
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(book.Find(left.Id, "ash"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(book.Find(left.Id, "ash"));
        Assert.NotNull(book.Find(watched.Id, "birch"));

        // A window that closes was a sign of life.
        window.Dispose();
        window.Dispose();
        Assert.NotNull(book.Find(watched.Id, "birch"));
        using (book.Hold(watched.Id))
        {
            _clock.Advance(TimeSpan.FromHours(12));
            Assert.Null(book.Find(watched.Id, "birch"));
        }

        book.Sweep();
        Assert.Empty(Open().Of("birch"));
    }

    [Fact]
    public void A_session_is_its_persons_and_its_stamps_alone_and_outlives_a_restart()
    {
        var told = new List<string>();
        using var following = _changes.Follow(told.Add);
        var book = Open();
        var (session, stamp) = book.Begin("ash", "link", new string('x', 900), "192.0.2.1");
        Assert.Null(book.Find(session.Id, "birch"));
        Assert.Null(book.Find(session.Id, "ash", "another"));
        Assert.NotNull(Open().Find(session.Id, "ash", stamp));
        Assert.Equal(200, session.Browser.Length);
        for (var i = 0; i < 30; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            book.Begin("ash", "link", "Firefox", "192.0.2.1");
        }

        Assert.Equal(SessionBook.MostOfOne, book.Of("ash").Count);
        Assert.Null(book.Find(session.Id, "ash"));
        told.Clear();
        book.EndAll("ash");
        Assert.Equal(["ash"], told);
        Assert.Empty(Open().Of("ash"));
    }

    [Fact]
    public void A_link_is_taken_by_one_of_many_and_ends_by_the_clock()
    {
        var tickets = new TicketBook(_file, _clock);
        var person = new Person("ash", "Ash", "ash@example.org", Role.Commander, "en", "UTC", true);
        var (ticket, token) = tickets.Link(person, "a browser's own secret", null);
        Assert.Null(tickets.Find(token, TicketKind.Invitation));
        Assert.Null(tickets.Find(token[..^1] + "_", TicketKind.Link));
        Assert.False(TicketBook.IsOf(ticket, "another browser's"));
        Assert.False(TicketBook.IsOf(ticket, null));
        Assert.True(TicketBook.IsOf(tickets.Find(token, TicketKind.Link)!, "a browser's own secret"));
        var taken = 0;
        Parallel.For(0, 32, _ => Interlocked.Add(ref taken, tickets.Take(ticket) ? 1 : 0));
        Assert.Equal(1, taken);
        Assert.Null(new TicketBook(_file, _clock).Find(token, TicketKind.Link));

        var (_, late) = tickets.Link(person, "a browser's own secret", null);
        _clock.Advance(TicketBook.LinkLasts);
        Assert.Null(tickets.Find(late, TicketKind.Link));
        var (_, invited) = tickets.Invite("birch@example.org", "Birch", Role.Observer, "en");
        _clock.Advance(TimeSpan.FromDays(6));
        Assert.NotNull(new TicketBook(_file, _clock).Find(invited, TicketKind.Invitation));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(tickets.Find(invited, TicketKind.Invitation));
        tickets.Sweep();
        Assert.Empty(_file.Read("SELECT Id FROM Tickets", static r => r.GetString(0)));
    }

    [Fact]
    public void The_file_is_for_its_owners_eyes_and_of_no_newer_version()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "accounts.db")));
        }

        _file.Write("PRAGMA user_version = 99");
        Assert.Contains("newer version", Assert.Throws<IOException>(() => AccountsFile.Open(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
