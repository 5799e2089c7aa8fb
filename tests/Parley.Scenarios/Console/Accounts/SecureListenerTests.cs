using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>A post on https, by a certificate of its own; its people by the command line, which trusts that certificate and no other.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class SecureListenerTests(Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_https_cookies_are_held_to_host_and_TLS_and_the_command_line_knows_the_post()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor", "https");
        Assert.Contains("console.certificate", (await ParleyCommand.RunAsync("post", "run", post.Folder)).Is(2).Errors, StringComparison.Ordinal);
        await WriteCertificateAsync(post.Folder, "first");
        post.SetConsole(static c => (c["certificate"], c["certificate_key"]) = ("first.pem", "first.key"));
        await post.StartAsync();

        var said = (await ParleyCommand.RunAsync("people", "invite", "--name", "Adm. Oak", "--email", "oak@example.org", "--role", "administrator", "--post", post.Folder)).Is(0).Output;
        var link = Regex.Match(said, "https://\\S+#[A-Za-z0-9_-]+").Value;
        Assert.Equal(await post.LinkToAsync("oak@example.org"), link);
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync(link);
        await window.Page.Locator("form[action='/invitation/accept'] button").ClickAsync();
        await window.Page.Locator("form[action='/sign-out']").WaitForAsync();
        var cookies = await window.Context.CookiesAsync();
        Assert.All(cookies.Where(static c => c.Name != "theme"), static c =>
        {
            Assert.StartsWith("__Host-parley-aldermoor-", c.Name, StringComparison.Ordinal);
            Assert.True(c.Secure && c.HttpOnly && c.Path == "/", c.Name);
        });
        Assert.Contains(cookies, static c => c.Name == "__Host-parley-aldermoor-session");
        await window.Page.GotoAsync(new Uri(post.Url, "/people").ToString());
        await window.Page.Locator("form.people-invite").WaitForAsync();
        Assert.Empty(window.Errors);

        // Roles and accounts by the command line; the last administrator stays one.
        Assert.Contains("administrator", (await ParleyCommand.RunAsync("people", "list", "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);
        Assert.Contains("last administrator", (await ParleyCommand.RunAsync("people", "role", "oak@example.org", "observer", "--post", post.Folder)).Is(1).Errors, StringComparison.Ordinal);
        Assert.Contains("last administrator", (await ParleyCommand.RunAsync("people", "close", "oak@example.org", "--post", post.Folder)).Is(1).Errors, StringComparison.Ordinal);
        Assert.Contains("No account here", (await ParleyCommand.RunAsync("people", "close", "ash@example.org", "--post", post.Folder)).Is(2).Errors, StringComparison.Ordinal);
        using var second = await post.VisitorAsync("administrator");
        (await ParleyCommand.RunAsync("people", "role", second.Email, "watch-officer", "--post", post.Folder)).Is(0);
        (await ParleyCommand.RunAsync("people", "close", second.Email, "--post", post.Folder)).Is(0);
        Assert.Contains("closed", (await ParleyCommand.RunAsync("people", "list", "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);
        (await ParleyCommand.RunAsync("people", "reopen", second.Email, "--post", post.Folder)).Is(0);

        // Another certificate than the one that is in its folder is somebody else's.
        await WriteCertificateAsync(post.Folder, "second");
        post.SetConsole(static c => (c["certificate"], c["certificate_key"]) = ("second.pem", "second.key"));
        Assert.Equal(2, (await ParleyCommand.RunAsync("people", "list", "--post", post.Folder)).ExitCode);
    }

    [Fact]
    public async Task Behind_a_proxy_on_the_same_machine_people_sign_in_and_who_comes_around_it_is_told_where_to_go()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(static c => c["url"] = "https://post.example.org");
        await post.StartAsync();
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = post.Url };
        using var direct = await http.GetAsync("/sign-in", Cancel);
        Assert.Equal(421, (int)direct.StatusCode);
        Assert.Contains("https://post.example.org", await direct.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { { "X-Forwarded-Proto", "https" }, { "X-Forwarded-For", "203.0.113.7" } } };
        using var page = await http.SendAsync(asked, Cancel);
        Assert.Equal(200, (int)page.StatusCode);
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), static c => c.Contains("form", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);

        // The command line goes on calling it on this machine as before.
        (await ParleyCommand.RunAsync("status", "--post", post.Folder)).Is(0);
    }

    private static async Task WriteCertificateAsync(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem(), Cancel);
    }
}
