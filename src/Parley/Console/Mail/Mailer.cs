using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Parley.Client.Letters;
using Parley.Console.Accounts;
using Parley.Core;

namespace Parley.Console.Mail;

/// <summary>Makes an e-mail of what is to be said. What has a line break where a header is made is refused: nobody adds headers of their own.</summary>
internal static class MailWriter
{
    private static readonly string[] Known = ["List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Importance", "X-Priority", "In-Reply-To", "References"];

    public static Checked<MimeMessage> Write(Mail mail, string from, TimeProvider clock)
    {
        if (!MailboxAddress.TryParse(from, out var sender))
        {
            return new Problem("console.mail_from", "is no e-mail address");
        }

        if (!IsAddress(mail.To) || !MailboxAddress.TryParse(mail.To, out var receiver))
        {
            return new Problem("to", "is no e-mail address");
        }

        // The isolates that a wording puts around what it fills in (Wording.Apart); mail programs show them as boxes in a list of subjects.
        mail = mail with { Subject = mail.Subject.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal) };
        if (!PlainText.IsSafe(mail.Subject) || mail.Subject.Length > 400)
        {
            return new Problem("subject", "is not plain text, or too long");
        }

        var message = new MimeMessage { Subject = mail.Subject, Date = clock.GetUtcNow() };
        message.From.Add(sender);
        message.To.Add(receiver);
        message.MessageId = $"{mail.Id ?? Guid.NewGuid().ToString("N")}@{sender.Domain}";
        // Nobody's holiday answers this (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.Headers ?? new Dictionary<string, string>())
        {
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase) || value.Length > 900 || value.Any(static c => c is < ' ' or > '~'))
            {
                return new Problem($"headers.{name}", "is no header that may be set, or has more than printable ASCII in it");
            }

            message.Headers.Add(name, value);
        }

        message.Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody();
        return message;
    }

    /// <summary>One address as people have them, without a name or a comment.</summary>
    public static bool IsAddress(string? text) =>
        text is { Length: > 2 and <= 254 } && PlainText.IsSafe(text) && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1
        && !text.Any(static c => char.IsWhiteSpace(c) || c is '<' or '>' or '(' or ')' or ',' or ';' or ':' or '"' or '\\' or '[' or ']') && MailboxAddress.TryParse(text, out _);
}

/// <summary>Puts e-mails into a folder, one file each, for whoever picks them up. What a post does that knows no server.</summary>
internal sealed class PickupMailer(string folder, string from, TimeProvider clock) : IMailer
{
    public async Task<Problem?> SendAsync(Mail mail, CancellationToken cancel)
    {
        if (!MailWriter.Write(mail, from, clock).Try(out var message, out var problem))
        {
            return problem;
        }

        using (message)
        {
            try
            {
                Folders.MakeOwn(folder);
                var path = Path.Combine(folder, $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss.fffffff}-{Guid.NewGuid():N}");
                await using (var file = new FileStream(path + ".unfinished", FileMode.CreateNew, FileAccess.Write))
                {
                    Folders.Own(path + ".unfinished");
                    await message.WriteToAsync(file, cancel);
                    file.Flush(flushToDisk: true);
                }

                // Whoever looks for *.eml finds whole ones only.
                File.Move(path + ".unfinished", path + ".eml");
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Problem("mail", $"the pickup folder can't be written: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }
}

/// <summary>Hands e-mails to a server; encrypted, unless the settings say that it is on this machine.</summary>
internal sealed class SmtpMailer(SmtpConfig config, string? password, string from, TimeProvider clock) : IMailer
{
    private const int PatienceMs = 20_000;

    public async Task<Problem?> SendAsync(Mail mail, CancellationToken cancel)
    {
        if (!MailWriter.Write(mail, from, clock).Try(out var message, out var problem))
        {
            return problem;
        }

        using (message)
        {
            try
            {
                using var client = new SmtpClient { Timeout = PatienceMs };
                await client.ConnectAsync(
                    config.Host!, config.Port, config.Tls == "none" ? SecureSocketOptions.None : config.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, cancel);
                if (config.User is not null)
                {
                    await client.AuthenticateAsync(config.User, password ?? "", cancel);
                }

                await client.SendAsync(message, cancel);
                await client.DisconnectAsync(true, cancel);
                return null;
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or MailKit.ProtocolException or MailKit.CommandException or AuthenticationException or SslHandshakeException
                or NotSupportedException or TimeoutException or MailKit.ServiceNotConnectedException or OperationCanceledException && !cancel.IsCancellationRequested)
            {
                return new Problem("smtp", $"{config.Host}:{config.Port} did not take it: {e.Message.ReplaceLineEndings(" ").Trim()}");
            }
        }
    }
}

internal static class Mailers
{
    /// <summary>By the settings; the problem names what is wrong in them.</summary>
    public static Checked<IMailer> From(ConsoleConfig config, string folder, Func<string, string> fileAt, TimeProvider clock)
    {
        if (!MailWriter.IsAddress(config.MailFrom))
        {
            return new Problem("console.mail_from", "is no e-mail address");
        }

        if (config.Smtp is not { } smtp)
        {
            return new PickupMailer(folder, config.MailFrom, clock);
        }

        if (string.IsNullOrWhiteSpace(smtp.Host) || smtp.Port is < 1 or > 65535 || smtp.Tls is not ("required" or "none"))
        {
            return new Problem("console.smtp", "needs a host, a port from 1 to 65535, and for tls required or none");
        }

        string? password = null;
        if (smtp.PasswordFile is { } file)
        {
            try
            {
                password = File.ReadAllText(fileAt(file)).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Problem("console.smtp.password_file", "can't be read");
            }
        }

        return new SmtpMailer(smtp, password, config.MailFrom, clock);
    }
}
