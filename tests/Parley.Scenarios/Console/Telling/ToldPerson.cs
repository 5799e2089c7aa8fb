using MimeKit;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>A person who is signed in at a post's console without a window open, and that person's mailbox.</summary>
internal sealed class ToldPerson : IDisposable
{
    private readonly PostProcess _post;
    private readonly NamedVisitor _visitor;
    private readonly int _before;

    private ToldPerson(PostProcess post, NamedVisitor visitor) => (_post, _visitor, _before) = (post, visitor, post.MailTo(visitor.Email).Count(static m => m.Subject![0] != '['));

    public string Name => _visitor.Name;

    public static async Task<ToldPerson> SignedInAsync(PostProcess post, string role = "commander") => new(post, await post.VisitorAsync(role));

    public Task<PostReply<T>> CallAsync<T>(HttpMethod method, string path, object? body = null)
        where T : class => _visitor.Visitor.CallAsync<T>(method, path, body);

    public async Task<TellingView> TellingAsync() => (await CallAsync<TellingView>(HttpMethod.Get, "/api/telling")).Is(200);

    public async Task<TellingView> ChangeAsync(Func<TellingPreferences, TellingPreferences> change) =>
        (await CallAsync<TellingView>(HttpMethod.Put, "/api/telling", change((await TellingAsync()).Preferences))).Is(200);

    public async Task<TellingView> AddAsync(PushRequest browser) => (await CallAsync<TellingView>(HttpMethod.Post, "/api/telling/push", browser)).Is(200);

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<DeliveryView>> DeliveriesAsync() => [.. (await CallAsync<IReadOnlyList<DeliveryView>>(HttpMethod.Get, "/api/telling/deliveries")).Is(200).Reverse()];

    /// <summary>What came by e-mail after the invitation.</summary>
    public IReadOnlyList<MimeMessage> Mails() => [.. _post.MailTo(_visitor.Email).Skip(_before)];

    /// <summary>Those of them that say it: a post that has just begun has news of its own.</summary>
    public IReadOnlyList<MimeMessage> Mails(string says) => [.. Mails().Where(m => m.Subject!.Contains(says, StringComparison.Ordinal) || m.TextBody?.Contains(says, StringComparison.Ordinal) == true)];

    public void Dispose() => _visitor.Dispose();
}
