using Parley.Core;

namespace Parley.Console.Mail;

/// <summary>One e-mail to one person.</summary>
/// <param name="Html">Null: plain text only.</param>
/// <param name="Headers">Beyond the usual ones: <c>List-Unsubscribe</c>, for example.</param>
/// <param name="Id">What it is about, in letters, digits, hyphens and points: sent twice, it carries the same Message-ID, and a mailbox that has it knows it. Null: like no other.</param>
internal sealed record Mail(string To, string Subject, string Text, string? Html = null, IReadOnlyDictionary<string, string>? Headers = null, string? Id = null);

/// <summary>Sends e-mail. Thread-safe.</summary>
internal interface IMailer
{
    /// <summary>The problem says why it was not taken; null once the server, or the pickup folder, has it.</summary>
    Task<Problem?> SendAsync(Mail mail, CancellationToken cancel);
}
