using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.IdentityModel.Tokens;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Texts;
using Parley.Core;
using Parley.Post.Uss;

namespace Parley.Console.Telling;

/// <summary>What a browser's service worker is given: as much as a notification shows, and where a click leads.</summary>
internal sealed record PushPayload(string Event, string Kind, int Severity, string? Party, string Id, string Title, string Text, string Url, string Language, string Direction);

/// <summary>
/// Browser push (RFC 8030, 8291, 8292). Endpoints are hostile input that a browser, or somebody with its session, gave: called as everything else that others
/// chose, without redirects, and never where only this network's machines should reach.
/// </summary>
internal sealed class PushWay : TellWay, IDisposable
{
    private const int MostEndpoint = 2000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly HttpClient _http;
    private readonly PushServiceClient _push;
    private readonly VapidAuthentication _vapid;
    private readonly TellingBook _book;
    private readonly Uri _exchange;
    private readonly TimeProvider _clock;

    /// <param name="subject">Whom a push service's operator can write to: <c>mailto:</c> or <c>https:</c>.</param>
    public PushWay(TellingBook book, VapidKeys keys, Uri exchange, string subject, TimeProvider clock)
    {
        (_book, _exchange, _clock) = (book, exchange, clock);
        _vapid = new VapidAuthentication(keys.PublicKey, keys.PrivateKey) { Subject = subject };
        _http = new HttpClient(new Signing(_vapid) { InnerHandler = OutsideHttp.Handler(exchange) }) { Timeout = OutsideHttp.Patience, MaxResponseContentBufferSize = 64 << 10 };
        _push = new PushServiceClient(_http) { DefaultAuthentication = _vapid, AutoRetryAfter = false };
    }

    public override string Name => Ways.Push;

    /// <summary>What a browser gave, checked: https, or this machine where the exchange is on it too, and keys that are keys.</summary>
    public Checked<PushSubscriber> Check(PushRequest given)
    {
        if (given.Endpoint is not { Length: <= MostEndpoint } text || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0
            || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback && _exchange.IsLoopback)) || (url.Host == _exchange.Host && url.Port == _exchange.Port))
        {
            return new Problem("endpoint", "must be the https address that a push service gave the browser");
        }

        if (!PushKey.Check(given.Keys?.P256dh).Try(out _, out var problem))
        {
            return problem;
        }

        if (!IsSecret(given.Keys!.Auth))
        {
            return new Problem("keys.auth", "must be 16 bytes, base64url");
        }

        return new PushSubscriber(IdOf(text), text, given.Keys.P256dh!, given.Keys.Auth!, string.IsNullOrWhiteSpace(given.Browser) ? null : given.Browser, Instant.From(_clock.GetUtcNow()).ToString());
    }

    /// <summary>One browser, one id, however often it comes.</summary>
    public static string IdOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)))[..16];

    public override IReadOnlyList<string> TargetsOf(Person person, PersonTelling telling) => [.. telling.Push.Select(static p => p.Id)];

    public override string? Called(Person person, PersonTelling telling, string target) =>
        telling.Push.FirstOrDefault(p => p.Id == target) is { } subscriber ? subscriber.Browser ?? new Uri(subscriber.Endpoint).Host : null;

    public override async Task<SendResult> SendAsync(Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel)
    {
        if (telling.Push.FirstOrDefault(p => p.Id == target) is not { } to)
        {
            return new SendResult(SendOutcome.Dead, "the browser was taken out");
        }

        var subscription = new PushSubscription { Endpoint = to.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, to.Key);
        subscription.SetKey(PushEncryptionKeyName.Auth, to.Auth);
        var message = new PushMessage(JsonSerializer.Serialize(PayloadOf(person, what), TellingJson.Default.PushPayload))
        {
            // What could not be shown within the hour was told by another way, or no longer waits.
            TimeToLive = 3600,
            Urgency = what.Severity >= 3 ? PushMessageUrgency.High : PushMessageUrgency.Normal,
            Topic = what.Id,
        };
        try
        {
            await _push.RequestPushMessageDeliveryAsync(subscription, message, cancel);
            return new SendResult(SendOutcome.Delivered);
        }
        catch (PushServiceClientException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            _book.Change(person.Id, t => t with { Push = [.. t.Push.Where(p => p.Id != target)] });
            return new SendResult(SendOutcome.Dead, $"the push service knows that browser no more ({(int)e.StatusCode}); it was taken out");
        }
        catch (PushServiceClientException e)
        {
            var after = e.Headers?.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - _clock.GetUtcNow(),
                _ => (TimeSpan?)null,
            };
            return e.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                ? new SendResult(SendOutcome.Dead, $"the push service refused it ({(int)e.StatusCode})")
                : new SendResult(SendOutcome.Again, $"the push service answered {(int)e.StatusCode}", after > LongestWait ? LongestWait : after);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return new SendResult(SendOutcome.Again, "the push service can't be reached");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            return new SendResult(SendOutcome.Dead, "the browser's keys can't be used");
        }
    }

    private static PushPayload PayloadOf(Person person, TellEvent what)
    {
        var (words, first) = (Wording.In(person.Language), what.Needs[0]);
        return new PushPayload(
            what.Id, first.Kind, what.Severity, first.Party, first.Id, TellingWords.Title(what, words), what.Needs.Length == 1 ? TellingWords.Text(first, words) : "",
            what.Needs.Length == 1 ? TellingWords.Path(first) : "/", words.Code, words.Direction);
    }

    private static bool IsSecret(string? text)
    {
        try
        {
            return text is { Length: <= 30 } && Base64UrlEncoder.DecodeBytes(text).Length == 16;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // The library leaves the port out of the audience, which RFC 8292 wants there: a push service on another port than usual would not take it.
    private sealed class Signing(VapidAuthentication vapid) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("vapid", vapid.GetVapidSchemeAuthenticationHeaderValueParameter(request.RequestUri!.GetLeftPart(UriPartial.Authority)));
            var response = await base.SendAsync(request, cancellationToken);

            // The library reads the body of a refusal without an end or a time limit, and nobody needs it.
            response.Content.Dispose();
            response.Content = new ByteArrayContent([]);
            return response;
        }
    }

    public void Dispose()
    {
        _vapid.Dispose();
        _http.Dispose();
    }
}
