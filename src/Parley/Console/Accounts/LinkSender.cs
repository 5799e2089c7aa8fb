using System.Threading.Channels;
using Parley.Console.Mail;
using Parley.Console.Record;
using Parley.Console.Texts;

namespace Parley.Console.Accounts;

/// <summary>
/// Sends links. Who asks for a sign-in link is answered before anything is looked up: whether an address is known here shows neither in the answer nor
/// in the time that it takes. One loop. Thread-safe.
/// </summary>
internal sealed class LinkSender(PeopleBook people, TicketBook tickets, Limits limits, IMailer mailer, IConsoleRecord record, ConsoleAddress address, SessionBook sessions, ILogger<LinkSender> log)
    : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private readonly Channel<(string Email, string Browser, string? Onward)> _asked = Channel.CreateBounded<(string, string, string?)>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="browser">What the cookie of the browser that asks carries.</param>
    public void Ask(string email, string browser, string? onward) => _asked.Writer.TryWrite((email, browser, onward));

    /// <summary>Writes to somebody who is to get an account. The problem says why it could not be sent.</summary>
    public Task<Core.Problem?> InviteAsync(Ticket ticket, string token, string by)
    {
        var words = Wording.In(ticket.Language);
        var link = LinkOf(ticket.Kind, token);
        return mailer.SendAsync(
            new Mail.Mail(ticket.Email, words.Say("mail.invitation.subject", address.Party), words.Say("mail.invitation.text", ticket.Name, by, address.Party, words[$"role.{ticket.Role}"], link)), CancellationToken.None);
    }

    /// <summary>The token stands behind the #, which no browser sends, no server logs and no proxy sees.</summary>
    public string LinkOf(TicketKind kind, string token) => $"{address.Url}/{(kind == TicketKind.Invitation ? "invitation" : "enter")}#{token}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // When each was last seen outlives the stop.
        sessions.Sweep();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var sweeping = SweepAsync(stopping);
        await foreach (var (email, browser, onward) in _asked.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await SendAsync(email, browser, onward, stopping);
            }
#pragma warning disable CA1031 // One link's fault must not keep others from theirs.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                ConsoleLog.Fault(log, "Sending a sign-in link", e);
            }
        }

        await sweeping;
    }

    private async Task SendAsync(string email, string browser, string? onward, CancellationToken stopping)
    {
        var person = people.ByEmail(email);
        var outcome = person switch
        {
            null => "no account",
            { Open: false } => "account closed",
            _ when !limits.MaySend(email) => "too often",
            _ => "done",
        };
        if (outcome == "done")
        {
            var (_, token) = tickets.Link(person!, browser, onward);
            var words = Wording.In(person!.Language);
            if (await mailer.SendAsync(new Mail.Mail(person.Email, words.Say("mail.link.subject", address.Party), words.Say("mail.link.text", person.Name, address.Party, LinkOf(TicketKind.Link, token))), stopping) is { } problem)
            {
                ConsoleLog.MailFailed(log, problem.ToString());
                outcome = "mail failed";
            }
        }

        await record.AppendAsync(new RecordLine(person?.Id, person?.Name ?? email, "sign-in link asked", null, outcome));
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                sessions.Sweep();
                tickets.Sweep();
            }
            catch (Microsoft.Data.Sqlite.SqliteException e)
            {
                ConsoleLog.Fault(log, "Ending old sessions", e);
            }
        }
    }
}

/// <summary>Where people's browsers find this console, as links need it.</summary>
internal sealed record ConsoleAddress(string Url, string Party);
