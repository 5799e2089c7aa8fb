using Parley.Client.Post;

namespace Parley.Demo.Living;

/// <summary>
/// Talk on the line: somebody says something, and whoever is on watch there acknowledges it in half a minute, as notices are that came in time, and link
/// checks at once. A FLASH, and what is late, is left to people.
/// </summary>
internal sealed class Talk(IReadOnlyList<DemoPost> posts)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Thought = TimeSpan.FromSeconds(30);

    private static readonly (string Precedence, string Text)[] Lines =
    [
        ("ROUTINE", "Our survey ends on time; the northern half is free from then on."),
        ("PRIORITY", "Cloud base is down to 300 m off the cape; expect us lower than usual."),
        ("ROUTINE", "Thank you for the change of level."),
        ("IMMEDIATE", "One of ours turns back early and crosses the sound at 900 m."),
        ("ROUTINE", "Relief flights continue until dusk."),
    ];

    private DateTimeOffset _next = DateTimeOffset.UtcNow;
    private int _said;

    public async Task StepAsync(CancellationToken cancel)
    {
        foreach (var post in posts)
        {
            await AcknowledgeAsync(post, cancel);
            await SeeAsync(post, cancel);
        }

        if (DateTimeOffset.UtcNow < _next)
        {
            return;
        }

        _next = DateTimeOffset.UtcNow + Every;
        var (from, to) = (posts[_said % 3], posts[(_said + 1) % 3]);
        var (precedence, text) = Lines[_said % Lines.Length];
        _said++;
        await from.Client.SendMessageAsync(new MessageRequest { To = [to.Party], Precedence = precedence, Text = text, Officer = Officers.OnWatch(from.Party) }, cancel);
    }

    private static async Task AcknowledgeAsync(DemoPost post, CancellationToken cancel)
    {
        foreach (var message in (await post.Client.MessagesAsync(unacknowledged: true, limit: 50, cancel: cancel)).Value ?? [])
        {
            var waited = DateTimeOffset.UtcNow - (DateTimeOffset.TryParse(message.At, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.UtcNow);
            if (message.Precedence != "FLASH" && message.Kind != "stop" && !message.Mine && (message.Kind == "link-check" || waited > Thought))
            {
                await post.Client.AcknowledgeMessageAsync(message.Id, Officers.OnWatch(post.Party), cancel);
            }
        }
    }

    private static async Task SeeAsync(DemoPost post, CancellationToken cancel)
    {
        foreach (var intent in (await post.Client.IntentsAsync(from: Core.Instant.From(DateTimeOffset.UtcNow).ToString(), mine: false, cancel: cancel)).Value ?? [])
        {
            if (intent is { Alive: true, Conflicts.Count: 0 } && intent.Notices.Any(n => n.Party == post.Party && n.SeenVersion != n.Version && n.Late != true))
            {
                await post.Client.AcknowledgeIntentAsync(intent.Id, Officers.OnWatch(post.Party), cancel: cancel);
            }
        }
    }
}
