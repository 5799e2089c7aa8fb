using System.Text;
using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>A party with keys of its own, as a post is to an exchange: it sends, listens and confirms. Disposed, its keys are gone.</summary>
public sealed class Writer : IDisposable
{
    private static int _count;

    private readonly HttpClient _http = new() { Timeout = ExchangeProcess.Patience };

    public Writer(string name)
    {
        Keys = PartyKeys.Create($"{name}-{Interlocked.Increment(ref _count)}", [new Contact("duty officer", "duty@example.org")]);
        File = Path.Combine(Scratch.Folder, $"{Name}.party.json");
        System.IO.File.WriteAllBytes(File, Description.ToJson());
    }

    public PartyKeys Keys { get; }

    public PartyDescription Description => Keys.Description;

    public string Name => Keys.Name;

    /// <summary>Its party.json.</summary>
    public string File { get; }

    public RelayClient At(ExchangeProcess exchange) => new(_http, Keys, exchange.Url);

    public Task<ParleyCommand> AdmitAsync(string data, params string[] more) => ParleyCommand.RunAsync(["exchange", "admit", File, "--data", data, .. more]);

    /// <summary>Sends a text that must be taken.</summary>
    public async Task<SentLetter> SendAsync(ExchangeProcess exchange, long number, string text, params Writer[] to)
    {
        var answer = await At(exchange).SendAsync(number, [.. to.Select(static t => t.Description)], Encoding.UTF8.GetBytes(text));
        Assert.True(answer.Ok, $"{(int)answer.Status}: {answer.Refusal}");
        return answer.Value!;
    }

    /// <summary>The next items after a place; as many as asked for.</summary>
    public async Task<List<MailItem>> ReadAsync(ExchangeProcess exchange, long after, int count)
    {
        using var patience = new CancellationTokenSource(ExchangeProcess.Patience);
        var mail = new List<MailItem>();
        await foreach (var item in At(exchange).StreamAsync(after, patience.Token))
        {
            mail.Add(item);
            if (mail.Count == count)
            {
                break;
            }
        }

        return mail;
    }

    public string Open(MailItem item, Writer from)
    {
        var opened = SealedLetter.Open(item.Sealed, Keys, name => name == from.Name ? from.Description : null);
        Assert.True(opened.Ok, opened.Problem?.ToString());
        return Encoding.UTF8.GetString(opened.Value.Payload);
    }

    public async Task ConfirmAsync(ExchangeProcess exchange, IReadOnlyList<MailItem> mail)
    {
        var answer = await At(exchange).ConfirmAsync(mail[^1].Seq, [.. mail.Where(static m => m.Kind == MailKind.Letter).Select(static m => m.Name)]);
        Assert.True(answer.Ok, $"{(int)answer.Status}: {answer.Refusal}");
    }

    public void Dispose()
    {
        Keys.Dispose();
        _http.Dispose();
    }
}
