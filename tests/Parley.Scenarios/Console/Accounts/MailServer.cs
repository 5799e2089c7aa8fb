using System.Diagnostics;
using System.Net.Sockets;
using MimeKit;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>A real SMTP server, Debian's aiosmtpd, that puts what it takes into a mailbox on the disk.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/aiosmtpd";

    private readonly Process _process;
    private readonly string _mailbox;

    private MailServer(Process process, string mailbox, int port) => (_process, _mailbox, Port) = (process, mailbox, port);

    public int Port { get; }

    /// <param name="certificate">PEM files of a certificate and its key: then nothing is taken before STARTTLS.</param>
    public static async Task<MailServer> StartAsync((string Certificate, string Key)? certificate = null)
    {
        Assert.SkipUnless(File.Exists(Program), "aiosmtpd is not installed; apt-get install python3-aiosmtpd");
        var (mailbox, port) = (Scratch.NewPath(), Ports.Next());
        string[] secure = certificate is { } c ? ["--tlscert", c.Certificate, "--tlskey", c.Key] : [];
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Program, "-n", .. secure, "-c", "aiosmtpd.handlers.Mailbox", mailbox, "-l", $"127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var probe = new TcpClient();
                    await probe.ConnectAsync("127.0.0.1", port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "the mail server listens");
        return new MailServer(process, mailbox, port);
    }

    public IReadOnlyList<MimeMessage> To(string email) => Directory.Exists(Path.Combine(_mailbox, "new"))
        ? [.. new DirectoryInfo(Path.Combine(_mailbox, "new")).GetFiles().OrderBy(static f => f.LastWriteTimeUtc).Select(static f => MimeMessage.Load(f.FullName)).Where(m => m.To.Mailboxes.Any(t => t.Address == email))]
        : [];

    /// <summary>The link in the newest e-mail to an address; waits until there are so many.</summary>
    public async Task<string> LinkAsync(string email, int count = 1)
    {
        await Eventually.TrueAsync(() => Task.FromResult(To(email).Count >= count), $"e-mail number {count} to {email} is in the mailbox");
        return System.Text.RegularExpressions.Regex.Match(To(email)[count - 1].TextBody ?? "", "https?://\\S+#[A-Za-z0-9_-]+").Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
