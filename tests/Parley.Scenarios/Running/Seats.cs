using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using Parley.Client.Post;

namespace Parley.Scenarios.Running;

/// <summary>A person of a post, signed in at its console in a window of their own.</summary>
public sealed class Seat(Window window, PersonView person, Uri post) : IAsyncDisposable
{
    private static int _count;

    public Window Window { get; } = window;

    public IPage Page => Window.Page;

    public PersonView Person { get; } = person;

    /// <summary>What the page complained of.</summary>
    public IReadOnlyList<string> Errors => Window.Errors;

    /// <summary>Goes to a page of the console and waits until it is there.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(post, path).ToString());
        await Page.Locator("main h1").First.WaitForAsync();
    }

    /// <summary>A name that nobody else has.</summary>
    public static string NewName(string role) => $"{char.ToUpperInvariant(role[0])}{role[1..]} {Interlocked.Increment(ref _count)}";

    public ValueTask DisposeAsync() => Window.DisposeAsync();
}

/// <summary>How a test's people come to sit at a post's console.</summary>
public static partial class Seats
{
    /// <summary>Invites a person by the post's key, opens the account by the link in the e-mail, and shows the console's first page to them.</summary>
    /// <param name="role">observer, watch officer, duty officer, commander or administrator.</param>
    /// <param name="name">One that nobody has, when left out.</param>
    /// <param name="touch">They sit at a tablet and touch its screen.</param>
    public static async Task<Seat> SignInAsync(
        this PostProcess post, Browser browser, string role = "commander", string language = "en", string? name = null, int width = 1280, int height = 720, bool dark = false, string path = "/", bool touch = false)
    {
        using var visitor = await post.VisitorAsync(role, language, name);
        var person = (await post.PeopleAsync()).Single(p => visitor.Name == p.Name);
        var window = await browser.OpenAsync(language, width, height, dark, touch: touch);
        var cookie = visitor.Visitor.Session!;
        await window.Context.AddCookiesAsync([new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = "/", HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        var seat = new Seat(window, person, post.Url);
        await seat.GoAsync(path);
        return seat;
    }

    /// <summary>The same without a browser.</summary>
    public static async Task<NamedVisitor> VisitorAsync(this PostProcess post, string role = "commander", string language = "en", string? name = null)
    {
        name ??= Seat.NewName(role);
        var email = $"{Guid.NewGuid():N}@example.org";
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = name, Email = email, Role = role, Language = language })).Is(201);
        var visitor = new Visitor(post.Url);
        await visitor.AcceptAsync(await post.LinkToAsync(email), language);
        return new NamedVisitor(visitor, name, email);
    }

    public static async Task<IReadOnlyList<PersonView>> PeopleAsync(this PostProcess post) => (await post.GetAsync<IReadOnlyList<PersonView>>("/api/people")).Is(200);

    /// <summary>The link in the newest e-mail to an address, from the post's pickup folder; waits for it.</summary>
    /// <param name="after">So many e-mails to the address are passed over.</param>
    public static async Task<string> LinkToAsync(this PostProcess post, string email, int after = 0)
    {
        string? link = null;
        await Eventually.TrueAsync(
            () => Task.FromResult(post.MailTo(email).Skip(after).LastOrDefault() is { } mail && (link = Link().Match(mail.TextBody ?? "").Value).Length > 0), $"an e-mail with a link to {email} is in the pickup folder");
        return link!;
    }

    /// <summary>The e-mails to an address in the post's pickup folder, the oldest first.</summary>
    public static IReadOnlyList<MimeMessage> MailTo(this PostProcess post, string email)
    {
        var folder = System.IO.Path.Combine(post.Folder, "console", "mail");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(static f => MimeMessage.Load(f)).Where(m => m.To.Mailboxes.Any(t => t.Address == email))]
            : [];
    }

    [GeneratedRegex("https?://\\S+#[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}

/// <summary>A visitor who has an account.</summary>
public sealed record NamedVisitor(Visitor Visitor, string Name, string Email) : IDisposable
{
    public void Dispose() => Visitor.Dispose();
}
