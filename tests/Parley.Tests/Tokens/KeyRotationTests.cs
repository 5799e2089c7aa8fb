using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>Keys that change while the exchange runs, served by a real web server on loopback.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly TokenForge _forge = new();
    private readonly RSA _next = RSA.Create(2048);
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private int _asked;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _asked);
            return Volatile.Read(ref _answer)(context);
        });
        await _server.StartAsync();
        Serve(TokenForge.Jwk(_forge.Rsa, "one"));
    }

    // Patient, as the machine may be busy.
    private KeySources Sources => new([], new Uri(_server.Urls.First() + "/keys"))
    {
        Timeout = TimeSpan.FromSeconds(30),
        RequestWaitsAtMost = TimeSpan.FromSeconds(60),
    };

    private void Serve(params string[] jwks) =>
        _answer = context => context.Response.WriteAsync("{\"keys\":[" + string.Join(',', jwks) + "]}");

    private TokenVerifier Verifier(TrustedKeys keys) => new(keys, [TokenForge.Audience], _forge.Clock);

    private string One => "Bearer " + _forge.Good(kid: "one");

    private string Two => "Bearer " + TokenForge.Sign(TokenForge.Header("RS256", "two"), TokenForge.Claims().ToJsonString(), _next);

    [Fact]
    public async Task A_token_by_a_new_key_is_accepted_on_its_first_request_and_the_old_key_ends_with_its_remembered_tokens()
    {
        using var keys = _forge.Trust(Sources);
        var verifier = Verifier(keys);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
        Assert.Equal(1, _asked);

        Serve(TokenForge.Jwk(_next, "two"));
        _forge.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull((await verifier.VerifyAsync(Two)).Caller);
        Assert.Equal(2, _asked);
        Assert.Equal(RefusalKind.Untrusted, (await verifier.VerifyAsync(One)).Refusal?.Kind);
    }

    [Fact]
    public async Task Unknown_keys_make_it_ask_once_in_ten_seconds_however_many_come()
    {
        using var keys = _forge.Trust(Sources);
        var verifier = Verifier(keys);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => verifier.VerifyAsync(Two).AsTask()));
        await verifier.VerifyAsync(Two);
        Assert.Equal(1, _asked);
        _forge.Clock.Advance(TimeSpan.FromSeconds(10));
        await verifier.VerifyAsync(Two);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_bad_signature_under_a_known_key_id_asks_nobody()
    {
        using var keys = _forge.Trust(Sources);
        var verifier = Verifier(keys);
        await verifier.VerifyAsync(One);
        _forge.Clock.Advance(TimeSpan.FromMinutes(1));
        var forged = TokenForge.Sign(TokenForge.Header("RS256", "one"), TokenForge.Claims().ToJsonString(), _next);
        Assert.Equal(RefusalKind.Untrusted, (await verifier.VerifyAsync("Bearer " + forged)).Refusal?.Kind);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task The_last_good_set_stays_when_the_address_fails()
    {
        using var keys = _forge.Trust(Sources with { Timeout = TimeSpan.FromSeconds(3) });
        var verifier = Verifier(keys);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
        var before = keys.Current;

        var failures = new Func<HttpContext, Task>[]
        {
            c => { c.Response.StatusCode = 500; return Task.CompletedTask; },
            c => { c.Response.Redirect("http://127.0.0.1:1/"); return Task.CompletedTask; },
            c => c.Response.WriteAsync("<html>login</html>"),
            c => c.Response.WriteAsync("{\"keys\":[\"" + new string('x', 300_000) + "\"]}"),
            c => { c.Abort(); return Task.CompletedTask; },
            c => Task.Delay(TimeSpan.FromMinutes(1), c.RequestAborted),
        };
        foreach (var failure in failures)
        {
            _answer = failure;
            _forge.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(RefusalKind.Untrusted, (await verifier.VerifyAsync(Two)).Refusal?.Kind);
            Assert.Same(before, keys.Current);
        }

        Assert.Equal(1 + failures.Length, _asked);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
    }

    [Fact]
    public async Task A_set_with_no_key_left_revokes_them_all()
    {
        using var keys = _forge.Trust(Sources);
        var verifier = Verifier(keys);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
        Serve();
        _forge.Clock.Advance(TimeSpan.FromSeconds(10));
        await verifier.VerifyAsync(Two);
        Assert.Equal(RefusalKind.Untrusted, (await verifier.VerifyAsync(One)).Refusal?.Kind);
    }

    [Fact]
    public async Task The_same_set_in_another_order_forgets_no_token()
    {
        Serve(TokenForge.Jwk(_forge.Rsa, "one"), TokenForge.Jwk(_forge.Ec, "three"));
        using var keys = _forge.Trust(Sources);
        var verifier = Verifier(keys);
        Assert.NotNull((await verifier.VerifyAsync(One)).Caller);
        var before = keys.Current;
        Serve(TokenForge.Jwk(_forge.Ec, "three"), TokenForge.Jwk(_forge.Rsa, "one"));
        _forge.Clock.Advance(TimeSpan.FromSeconds(10));
        await verifier.VerifyAsync(Two);
        Assert.Equal(2, _asked);
        Assert.Same(before, keys.Current);
        Assert.Equal(1, verifier.Remembered);
    }

    [Fact]
    public async Task The_set_is_asked_for_in_the_background_and_a_key_from_a_file_stays_beside_it()
    {
        var file = _forge.Write("ec.pem", _forge.Ec.ExportSubjectPublicKeyInfoPem());
        var loaded = TrustedKeys.Load(
            Sources with { PemFiles = [file], RefreshEvery = TimeSpan.FromMilliseconds(20) },
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TrustedKeys>.Instance);
        using var keys = loaded.Value;
        await keys.StartAsync(CancellationToken.None);
        await Until(() => keys.Current.Names("one"));
        Serve(TokenForge.Jwk(_next, "two"));
        await Until(() => keys.Current.Names("two"));
        Assert.False(keys.Current.Names("one"));
        Assert.NotNull((await Verifier(keys).VerifyAsync("Bearer " + _forge.GoodEc())).Caller);
        await keys.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_slow_key_server_holds_no_request_up_for_long()
    {
        _answer = c => Task.Delay(TimeSpan.FromMinutes(1), c.RequestAborted);
        using var keys = _forge.Trust(Sources with { RequestWaitsAtMost = TimeSpan.FromMilliseconds(50) });
        var verification = Verifier(keys).VerifyAsync(One).AsTask();
        Assert.Equal(RefusalKind.Untrusted, (await verification.WaitAsync(TimeSpan.FromSeconds(20))).Refusal?.Kind);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _next.Dispose();
        _forge.Dispose();
    }
}
