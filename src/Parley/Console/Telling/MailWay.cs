using System.Text;
using Parley.Console.Accounts;
using Parley.Console.Mail;
using Parley.Console.Texts;

namespace Parley.Console.Telling;

/// <summary>E-mail, in plain text: short, with a link to where it is answered.</summary>
internal sealed class MailWay(IMailer mailer, string party, Uri console) : TellWay
{
    private const int MostLines = 20;

    private static readonly string[] Address = [""];

    public override string Name => Ways.Mail;

    public override IReadOnlyList<string> TargetsOf(Person person, PersonTelling telling) => person.Email.Contains('@', StringComparison.Ordinal) ? Address : [];

    public override string? Called(Person person, PersonTelling telling, string target) => person.Email;

    public override async Task<SendResult> SendAsync(Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel)
    {
        var words = Wording.In(person.Language);
        var text = new StringBuilder();
        foreach (var need in what.Needs.Take(MostLines))
        {
            text.Append(TellingWords.Title(need, words)).Append('\n');
            if (TellingWords.Text(need, words) is { Length: > 0 } more)
            {
                text.Append("  ").Append(more).Append('\n');
            }

            if (need.Due is { } due)
            {
                text.Append("  ").Append(words.Say("telling.mail.due", ZoneTime.Text(due, PreferenceReader.Zone(person), words))).Append('\n');
            }

            text.Append("  ").Append(new Uri(console, TellingWords.Path(need))).Append("\n\n");
        }

        if (what.Needs.Length > MostLines)
        {
            text.Append(words.Say("telling.mail.more", what.Needs.Length - MostLines)).Append("\n\n");
        }

        text.Append(words.Say("telling.mail.why", party, new Uri(console, "/telling"))).Append('\n');
        var subject = $"[{party}] {TellingWords.Flat(TellingWords.Title(what, words))}";
        try
        {
            return await mailer.SendAsync(new Mail.Mail(person.Email, subject, text.ToString(), Id: what.Id), cancel) is { } problem
                ? new SendResult(SendOutcome.Again, problem.ToString())
                : new SendResult(SendOutcome.Delivered);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or System.Net.Sockets.SocketException)
        {
            return new SendResult(SendOutcome.Again, e.Message.ReplaceLineEndings(" "));
        }
    }
}
