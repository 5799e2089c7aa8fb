using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>What a hostile party may try: each ends in one sentence, a line in the log, and no change.</summary>
[Trait("rule", "issue-3, bad input")]
public sealed class RefusalTests
{
    [Fact]
    public async Task Letters_that_are_not_what_they_should_be_are_refused_and_change_nothing()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--max-waiting-letters", "3");
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        using var stranger = new Writer("stranger");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        (await relief.AdmitAsync(exchange.Data)).Is(0);
        await north.SendAsync(exchange, 1, "one", relief);

        // Out of order, and to somebody who is not there.
        await Refused(exchange, north, north, 409, "send 2 next", number: 3);
        Assert.Equal(HttpStatusCode.NotFound, (await north.At(exchange).SendAsync(2, [stranger.Description], "x"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.At(exchange).SendAsync(1, [relief.Description], "x"u8.ToArray())).Status);

        // Signed by another, with another's token, of another time, another letter, too large.
        await Refused(exchange, north, relief, 403, "is not north");
        await Refused(exchange, north, stranger, 403, "is not north");
        await Refused(exchange, north, north, 400, "back-dated", at: DateTimeOffset.UtcNow.AddMinutes(-11));
        await Refused(exchange, north, north, 400, "in the future", at: DateTimeOffset.UtcNow.AddMinutes(11));
        await Refused(exchange, north, north, 400, "hash differs", letter: new byte[100], signed: new byte[99]);
        await Refused(exchange, north, north, 413, "the most is", letter: new byte[SealedLetter.MaxBytes + 1]);
        await Refused(exchange, north, north, 403, "sender itself", to: north.Name);
        using (var forged = TokenOf(relief, north.Name))
        {
            Assert.Equal(401, (int)(await exchange.Http.SendAsync(forged)).StatusCode);
        }

        using (var authority = new HttpRequestMessage(HttpMethod.Get, "/parley/v1/letters/status"))
        {
            authority.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token(north.Name, Scope.Planning));
            Assert.Equal(403, (int)(await exchange.Http.SendAsync(authority)).StatusCode);
        }

        Assert.Equal(new MailboxStatus(1, 1, 2, 0), (await relief.At(exchange).StatusAsync()).Value! with { Sent = 1 });
        await north.SendAsync(exchange, 2, "two", relief);
        await north.SendAsync(exchange, 3, "three", relief);
        await Refused(exchange, north, north, 429, "wait for relief", number: 4, to: relief.Name);
        Assert.Contains("back-dated", exchange.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_leaves_a_letter_out_or_names_what_is_not_there_confirms_nothing()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        (await relief.AdmitAsync(exchange.Data)).Is(0);
        await north.SendAsync(exchange, 1, "one", relief);
        await north.SendAsync(exchange, 2, "two", relief);
        var mail = await relief.ReadAsync(exchange, 0, 2);
        var client = relief.At(exchange);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.ConfirmAsync(2, [mail[0].Name])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.ConfirmAsync(2, [mail[0].Name, mail[1].Name with { Sha256 = mail[0].Sha256 }])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.ConfirmAsync(3, [.. mail.Select(static m => m.Name)])).Status);
        Assert.Equal(1, (await client.StatusAsync()).Value!.First);
        await relief.ConfirmAsync(exchange, mail);
    }

    [Fact]
    public async Task An_expelled_party_is_refused_at_once_and_finds_its_mail_when_it_is_let_in_again()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        (await relief.AdmitAsync(exchange.Data)).Is(0);
        await north.SendAsync(exchange, 1, "one", relief);
        var listening = relief.ReadAsync(exchange, 0, 2);
        (await ParleyCommand.RunAsync("exchange", "expel", relief.Name, "--data", exchange.Data)).Is(0);
        Assert.InRange((await Quiet(listening)).Count, 0, 1);
        Assert.Equal(HttpStatusCode.Unauthorized, (await relief.At(exchange).StatusAsync()).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await north.At(exchange).SendAsync(2, [relief.Description], "x"u8.ToArray())).Status);
        (await relief.AdmitAsync(exchange.Data)).Is(0);
        Assert.Equal("one", relief.Open((await relief.ReadAsync(exchange, 0, 1))[0], north));
    }

    private static async Task<List<MailItem>> Quiet(Task<List<MailItem>> listening)
    {
        try
        {
            return await listening.WaitAsync(ExchangeProcess.Patience);
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    // Sent with the sender's token, in an envelope that the signer signed.
    private static async Task Refused(
        ExchangeProcess exchange, Writer sender, Writer signer, int status, string says, long number = 2, DateTimeOffset? at = null, byte[]? letter = null, byte[]? signed = null, string to = "relief")
    {
        letter ??= Encoding.UTF8.GetBytes("sealed");
        signed ??= letter;
        var envelope = new Envelope(
            signer.Name, number, [to], Base64Url.EncodeToString(SHA256.HashData(signed)), signed.Length, (at ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")).Sign(signer.Keys);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/parley/v1/letters")
        {
            Content = JsonContent.Create(new { envelope, letter }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sender.At(exchange).NewToken(""));
        var response = await exchange.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status && text.Contains(says, StringComparison.Ordinal), $"{(int)response.StatusCode} {text}");
    }

    private static HttpRequestMessage TokenOf(Writer signer, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/parley/v1/letters/status");
        var token = signer.Keys.NewToken([Issuer.Audience], "", DateTimeOffset.UtcNow).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token[1])).Replace(signer.Name, name, StringComparison.Ordinal);
        token[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", string.Join('.', token));
        return request;
    }
}
