using Parley.Console;
using Parley.Console.Mail;
using MailMessage = Parley.Console.Mail.Mail;

namespace Parley.Tests.Console;

public sealed class MailWriterTests
{
    [Theory]
    [InlineData("ash@example.org", "Hello\r\nBcc: everyone@example.org", null, null)]
    [InlineData("ash@example.org", "Hello\nBcc: everyone@example.org", null, null)]
    [InlineData("ash@example.org\r\nBcc: everyone@example.org", "Hello", null, null)]
    [InlineData("ash@example.org, everyone@example.org", "Hello", null, null)]
    [InlineData("Ash <ash@example.org>", "Hello", null, null)]
    [InlineData("ash", "Hello", null, null)]
    [InlineData("", "Hello", null, null)]
    [InlineData("ash@example.org", "Hello", "Bcc", "everyone@example.org")]
    [InlineData("ash@example.org", "Hello", "List-Unsubscribe", "<https://a.example/>\r\nBcc: everyone@example.org")]
    [InlineData("ash@example.org", "Hello", "List-Unsubscribe\r\nBcc", "everyone@example.org")]
    public void A_header_that_somebody_would_slip_in_is_refused(string to, string subject, string? header, string? value)
    {
        var mail = new MailMessage(to, subject, "text", Headers: header is null ? null : new Dictionary<string, string> { [header] = value! });
        Assert.False(MailWriter.Write(mail, "console@example.org", TimeProvider.System).Ok);
    }

    [Fact]
    public void What_is_sent_twice_carries_the_same_Message_ID_and_nothing_else_does()
    {
        string? IdOf(string? about) => MailWriter.Write(new MailMessage("ash@example.org", "Hello", "text", Id: about), "console@example.org", TimeProvider.System).Value.MessageId;
        Assert.Equal("e1@example.org", IdOf("e1"));
        Assert.Equal(IdOf("e1"), IdOf("e1"));
        Assert.NotEqual(IdOf(null), IdOf(null));
    }

    [Fact]
    public async Task An_e_mail_is_written_whole_and_for_its_owners_eyes_only()
    {
        var folder = Directory.CreateTempSubdirectory("parley-mail-").FullName;
        try
        {
            Assert.True(Mailers.From(new ConsoleConfig { MailFrom = "console@example.org" }, Path.Combine(folder, "mail"), static f => f, TimeProvider.System).Try(out var mailer, out _));
            var mail = new MailMessage(
                "alon@example.org", "Ежедневный выпуск — يومي", ".\r\nA line with a dot\n", "<p>ok</p>", new Dictionary<string, string> { ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" });
            Assert.Null(await mailer.SendAsync(mail, TestContext.Current.CancellationToken));
            var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "mail")));
            Assert.EndsWith(".eml", file, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            var read = await MimeKit.MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal("Ежедневный выпуск — يومي", read.Subject);
            Assert.Equal("<p>ok</p>", read.HtmlBody!.Trim());
            Assert.Contains("A line with a dot", read.TextBody, StringComparison.Ordinal);
            Assert.Equal("List-Unsubscribe=One-Click", read.Headers["List-Unsubscribe-Post"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
