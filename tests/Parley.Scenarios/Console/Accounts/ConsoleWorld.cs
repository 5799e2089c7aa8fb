using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

[assembly: AssemblyFixture(typeof(Parley.Scenarios.Console.Accounts.ConsoleWorld))]

namespace Parley.Scenarios.Console.Accounts;

/// <summary>
/// Two posts that nobody stops, made when the first test asks for them: one with a pickup folder, and one with a mail server and a provider to continue
/// with, which logs each request. Each test brings people of its own.
/// </summary>
public sealed class ConsoleWorld : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostProcess? _post;
    private (PostProcess Post, MailServer Mail, Provider Provider)? _served;

    /// <summary>A post whose e-mails lie in its pickup folder.</summary>
    public async Task<PostProcess> PostAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_post is null)
            {
                var post = await PostProcess.InitAloneAsync("aldermoor");
                await post.StartAsync();
                _post = post;
            }

            return _post;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A post with a mail server and a provider.</summary>
    public async Task<(PostProcess Post, MailServer Mail, Provider Provider)> ServedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_served is null)
            {
                var mail = await MailServer.StartAsync();
                var post = await PostProcess.InitAloneAsync("quill");
                var secret = Guid.NewGuid().ToString();
                var provider = await Provider.StartAsync(new Uri(post.Url, "/sign-in/from/Harbour").ToString(), secret);
                await File.WriteAllTextAsync(Path.Combine(post.Folder, "harbour.secret"), secret);
                post.SetConsole(c =>
                {
                    c["smtp"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = mail.Port, ["tls"] = "none" };
                    c["mail_from"] = "console@quill.example";
                    c["oidc"] = new JsonArray(new JsonObject { ["name"] = "Harbour", ["authority"] = provider.Url, ["client_id"] = Provider.ClientId, ["secret_file"] = "harbour.secret" });
                });
                await post.StartAsync(more: "--log-requests");
                _served = (post, mail, provider);
            }

            return _served.Value;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>An account at the post with a mail server; its visitor is signed in.</summary>
    public async Task<NamedVisitor> ServedVisitorAsync(string role = "commander")
    {
        var (post, mail, _) = await ServedAsync();
        var (name, email) = (Seat.NewName(role), $"{Guid.NewGuid():N}@example.org");
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = name, Email = email, Role = role })).Is(201);
        var visitor = new Visitor(post.Url);
        await visitor.AcceptAsync(await mail.LinkAsync(email));
        return new NamedVisitor(visitor, name, email);
    }

    public async ValueTask DisposeAsync()
    {
        if (_post is not null)
        {
            await _post.DisposeAsync();
        }

        if (_served is { } served)
        {
            await served.Post.DisposeAsync();
            await served.Mail.DisposeAsync();
            await served.Provider.DisposeAsync();
        }

        _starting.Dispose();
    }
}
