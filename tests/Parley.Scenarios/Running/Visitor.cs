using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Client.Post;

namespace Parley.Scenarios.Running;

/// <summary>
/// Somebody at a post's console without a browser: keeps cookies, sends the forms of its pages, calls the API by the session's cookie. For what a
/// browser would only make slower. One thread.
/// </summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(Uri post)
    {
        Post = post;
        // A test's own certificate is nobody else's to vouch for.
#pragma warning disable CA5359
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { BaseAddress = post, Timeout = ExchangeProcess.Patience };
#pragma warning restore CA5359
    }

    public Uri Post { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The session's cookie; null when nobody is signed in.</summary>
    public Cookie? Session => Cookies.GetCookies(Post).FirstOrDefault(static c => c.Name.EndsWith("-session", StringComparison.Ordinal));

    public async Task<(int Status, string Text, HttpResponseHeaders Headers)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    /// <summary>Sends a form as the page at <paramref name="page"/> would.</summary>
    /// <returns>The status, where it leads, and what it says.</returns>
    public async Task<(int Status, string? Location, string Text)> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var (_, html, _) = await GetAsync(page);
        var token = Token().Match(html) is { Success: true } found ? found.Groups[1].Value : "";
        return await SendRawAsync(action, [("__RequestVerificationToken", token), .. fields]);
    }

    public async Task<(int Status, string? Location, string Text)> SendRawAsync(string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await _http.PostAsync(action, content);
        return ((int)answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A call of the API by the session, as a program of this console's own would make it.</summary>
    public async Task<PostReply<T>> CallAsync<T>(HttpMethod method, string path, object? body = null, bool header = true, params (string Name, string Value)[] headers)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        if (header)
        {
            request.Headers.Add("X-Parley-Console", "1");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, PostWireJson.Default.GetTypeInfo(body.GetType())!), System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await _http.SendAsync(request);
        return new PostReply<T>((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Opens the account that an invitation is for, and is signed in by it.</summary>
    /// <param name="link">As it stands in the e-mail.</param>
    public async Task AcceptAsync(string link, string language = "en", string zone = "UTC")
    {
        var (status, location, text) = await SendAsync("/invitation", "/invitation/accept", ("token", link.Split('#')[1]), ("language", language), ("zone", zone));
        Assert.True((status, location) == (303, "/account"), $"{status} {location}: {text}");
        Assert.NotNull(Session);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
