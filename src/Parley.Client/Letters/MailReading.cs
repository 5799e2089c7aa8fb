using System.Buffers.Text;
using System.Security.Cryptography;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>Mail as it came over the line, checked. Pure; any thread.</summary>
internal static class MailReading
{
    public static Checked<MailItem> Read(ReadOnlySpan<byte> json)
    {
        if (!Parsing.Read(json, LetterJson.Default.WireMail).Try(out var mail, out var problem))
        {
            return problem;
        }

        if (!Instant.Parse(mail.Time).Try(out var time, out problem))
        {
            return problem.Under("time");
        }

        if (mail.From is null)
        {
            return new Problem("from", "is missing");
        }

        return mail.Kind switch
        {
            "letter" => mail is not { Letter: { } letter, Sha256: { } hash } ? new Problem("letter", "is missing")
                : letter.Length > 0 && Base64Url.EncodeToString(SHA256.HashData(letter)) != hash ? new Problem("letter", "is not what its hash says")
                : new MailItem(mail.Seq, mail.Place, time, MailKind.Letter, mail.From, mail.Number, hash, letter, null, null, []),
            "sent" => new MailItem(mail.Seq, mail.Place, time, MailKind.Sent, mail.From, mail.Number, mail.Sha256 ?? "", [], null, null, []),
            "receipt" => mail is not { By: { } by, Receipt: { } receipt, Numbers: { } numbers } ? new Problem("receipt", "is missing")
                : new MailItem(mail.Seq, mail.Place, time, MailKind.Receipt, mail.From, mail.Number, "", [], by, receipt, numbers),
            _ => new Problem("kind", "is none of letter, sent, receipt"),
        };
    }
}
