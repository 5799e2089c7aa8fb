using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>What came back: a value, or a refusal with its sentence.</summary>
public sealed record RelayAnswer<T>(HttpStatusCode Status, T? Value, string? Refusal)
    where T : class
{
    public bool Ok => Value is not null;
}

/// <summary>
/// Sends and receives letters through an exchange, as one party. Refusals are values; what throws is that no answer came
/// (<see cref="HttpRequestException"/>, <see cref="IOException"/>, cancellation). Thread-safe; <paramref name="http"/> and <paramref name="keys"/> are the caller's own.
/// </summary>
/// <param name="http">Its base address is not used. A timeout of its own bounds every call but the stream.</param>
/// <param name="exchange">The exchange's address, <c>http://host:port/</c>.</param>
/// <param name="clock">The system's when left out.</param>
public sealed class RelayClient(HttpClient http, PartyKeys keys, Uri exchange, TimeProvider? clock = null)
{
    /// <summary>A stream on which nothing was heard for so long is broken; the exchange lets itself be heard every 5 s.</summary>
    public static readonly TimeSpan SilentLine = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly string[] _audiences = [exchange.Host, $"{exchange.Host}:{exchange.Port}"];
    private volatile Token? _token;

    /// <param name="Kid">The key it was asked of; another in force makes it useless.</param>
    private sealed record Token(string Text, string Kid, DateTimeOffset RenewAt);

    /// <summary>Seals, sends and waits until the exchange has the letter for good. Sending a number again is safe: the answer says <c>Again</c>.</summary>
    /// <param name="number">The last one sent, plus one; see <see cref="StatusAsync"/>.</param>
    /// <exception cref="ArgumentException">As <see cref="SealedLetter.Seal"/>.</exception>
    public Task<RelayAnswer<SentLetter>> SendAsync(long number, IReadOnlyList<PartyDescription> to, byte[] payload, CancellationToken cancel = default)
    {
        var (bytes, jws) = SealedLetter.Seal(payload, keys, to);
        return SendSealedAsync(number, [.. to.Select(static p => p.Name)], bytes, jws, cancel);
    }

    /// <summary>Sends a letter that was sealed before: a sender that keeps what it sealed sends the same bytes again after a crash.</summary>
    public async Task<RelayAnswer<SentLetter>> SendSealedAsync(
        long number, IReadOnlyList<string> to, byte[] sealedBytes, string jws, CancellationToken cancel = default)
    {
        var hash = Base64Url.EncodeToString(SHA256.HashData(sealedBytes));
        var envelope = new Envelope(keys.Name, number, to, hash, sealedBytes.Length, Instant.From(_clock.GetUtcNow()).ToString()).Sign(keys);
        var answer = await CallAsync(
            HttpMethod.Post, "parley/v1/letters", new WireLetter(envelope, sealedBytes), LetterJson.Default.WireLetter, LetterJson.Default.WireTaken, cancel);
        return answer.Value is { } taken
            ? new RelayAnswer<SentLetter>(
                answer.Status, new SentLetter(taken.Number, taken.Again, taken.Place, taken.Time is { } time ? TimeOf(time) : null, hash, jws), null)
            : new RelayAnswer<SentLetter>(answer.Status, null, answer.Refusal);
    }

    /// <summary>
    /// All mail after a place in this party's mailbox, and then what comes, until cancelled. Ends by itself when a newer stream of the same
    /// party was opened or the exchange stops.
    /// </summary>
    /// <param name="after">The last <see cref="MailItem.Seq"/> dealt with; 0 from the beginning.</param>
    /// <exception cref="HttpRequestException">The exchange refused (its sentence is the message) or is not there.</exception>
    /// <exception cref="IOException">The line broke, fell silent for <see cref="SilentLine"/>, or brought what no exchange sends.</exception>
    public async IAsyncEnumerable<MailItem> StreamAsync(long after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var request = Request(HttpMethod.Get, $"parley/v1/letters?after={after}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!response.IsSuccessStatusCode)
        {
            var refusal = Sentence(await response.Content.ReadAsByteArrayAsync(cancel));
            throw new HttpRequestException(refusal ?? $"The exchange answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        await using var line = new LiveLine(body, SilentLine);
        var parser = SseParser.Create(line, static (_, data) => MailReading.Read(data).Try(out var item, out var problem)
            ? item
            : throw new IOException($"The exchange sent mail that can't be read: {problem}"));
        await foreach (var mail in parser.EnumerateAsync(cancel))
        {
            yield return mail.Data;
        }
    }

    /// <summary>
    /// Tells the exchange that all mail through a place was dealt with: signs a receipt for each sender, after which the exchange forgets that
    /// mail and the senders have their proof. Confirming again changes nothing.
    /// </summary>
    /// <param name="letters">Every letter in this mailbox that was not confirmed yet, through that place; sent items and receipts are left out.</param>
    public async Task<RelayAnswer<MailboxStatus>> ConfirmAsync(long through, IReadOnlyList<LetterName> letters, CancellationToken cancel = default)
    {
        var at = Instant.From(_clock.GetUtcNow()).ToString();
        List<string> receipts =
        [
            .. letters.GroupBy(static l => l.From, StringComparer.Ordinal)
                .SelectMany(static g => g.Chunk(Receipt.MaxLetters))
                .Select(chunk => new Receipt(keys.Name, through, chunk, at).Sign(keys)),
        ];
        if (receipts.Count == 0)
        {
            receipts.Add(new Receipt(keys.Name, through, [], at).Sign(keys));
        }

        return await CallAsync(
            HttpMethod.Post, "parley/v1/letters/receipt", new WireReceipts(receipts), LetterJson.Default.WireReceipts, LetterJson.Default.MailboxStatus, cancel);
    }

    public Task<RelayAnswer<MailboxStatus>> StatusAsync(CancellationToken cancel = default) =>
        CallAsync<WireLetter, MailboxStatus>(HttpMethod.Get, "parley/v1/letters/status", null, null, LetterJson.Default.MailboxStatus, cancel);

    /// <summary>Everybody admitted, each description checked again here.</summary>
    /// <exception cref="IOException">The exchange sent a description that is none.</exception>
    public async Task<RelayAnswer<PartyDirectory>> DirectoryAsync(CancellationToken cancel = default)
    {
        var answer = await CallAsync<WireLetter, WireParties>(
            HttpMethod.Get, "parley/v1/parties", null, null, LetterJson.Default.WireParties, cancel);
        return answer.Value is { } parties
            ? new RelayAnswer<PartyDirectory>(
                answer.Status, new PartyDirectory(Described(parties.Exchange, true), [.. parties.Parties.Select(static p => Described(p, false))]), null)
            : new RelayAnswer<PartyDirectory>(answer.Status, null, answer.Refusal);
    }

    /// <summary>A token of this party's own for other calls to the same exchange, renewed well before it ends.</summary>
    /// <param name="scope">Scopes parted by spaces.</param>
    public string NewToken(string scope) => keys.NewToken(_audiences, scope, _clock.GetUtcNow());

    private static PartyDescription Described(JsonElement element, bool asExchange) =>
        PartyDescription.Parse(JsonSerializer.SerializeToUtf8Bytes(element, LetterJson.Default.JsonElement), asExchange).Try(out var party, out var problem)
            ? party
            : throw new IOException($"The exchange sent a party that can't be read: {problem}");

    private static Instant TimeOf(string text) => Instant.Parse(text) is { Ok: true, Value: var time } ? time
        : throw new IOException("The exchange sent a time that is none.");

    private string Bearer()
    {
        var now = _clock.GetUtcNow();
        var kid = keys.Description.SigningKey.Kid;
        if (_token is { } token && now < token.RenewAt && token.Kid == kid)
        {
            return token.Text;
        }

        var made = new Token(NewToken(""), kid, now + (PartyKeys.MaxTokenLifetime / 2));
        _token = made;
        return made.Text;
    }

    private HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, new Uri(exchange, $"/{path}")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Bearer()) } };

    private async Task<RelayAnswer<TAnswer>> CallAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody? body, JsonTypeInfo<TBody>? bodyShape, JsonTypeInfo<TAnswer> shape, CancellationToken cancel)
        where TAnswer : class
    {
        using var request = Request(method, path);
        if (bodyShape is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body!, bodyShape))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var response = await http.SendAsync(request, cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        if (!response.IsSuccessStatusCode)
        {
            return new RelayAnswer<TAnswer>(response.StatusCode, null, Sentence(bytes) ?? $"The exchange answered {(int)response.StatusCode}.");
        }

        return Parsing.Read(bytes, shape).Try(out var value, out var problem)
            ? new RelayAnswer<TAnswer>(response.StatusCode, value, null)
            : throw new IOException($"The exchange's answer {problem.Sentence}.");
    }

    private static string? Sentence(byte[] bytes) => Parsing.Read(bytes, LetterJson.Default.WireRefusal) is { Ok: true, Value.Message: { } text } ? text : null;
}
