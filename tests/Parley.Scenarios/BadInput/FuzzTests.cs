using System.Text;
using CsCheck;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.BadInput;

/// <summary>Valid bodies, damaged in every way that chance finds, for every operation: always an answer, never a fault.</summary>
[Collection(BadInputGroup.Name)]
public sealed class FuzzTests(BadInputExchange shared)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "true", "-0", "1e400", "-1e400", "1E-9999", "NaN", "90", "-90", "180", "-180", "179.99999999999999", "1e308", "9223372036854775808", "\"\"", "[]", "{}",
            "\"\\u0000\"", "\"\\ud800\"", "\"9999-12-31T23:59:60Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30T00:00:00Z\"", "\"RFC3339\"", ",", ":", "{", "}", "[", "]", "\"", "\\",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf],
    ];

    private static readonly Gen<Func<byte[], byte[]>> Damage = Gen.OneOf(
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, static (at, flip) => (Func<byte[], byte[]>)(b => Flip(b, at, (byte)(flip | 1)))),
        Gen.Int[0, 1 << 20].Select(static at => (Func<byte[], byte[]>)(b => b[..(at % (b.Length + 1))])),
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Int[1, 200], static (from, to, length) => (Func<byte[], byte[]>)(b => Splice(b, from, to, length))),
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, Words.Length - 1], static (at, word) => (Func<byte[], byte[]>)(b => Insert(b, at, Words[word]))),
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, Words.Length - 1], static (which, word) => (Func<byte[], byte[]>)(b => ReplaceValue(b, which, Words[word]))));

    private static readonly Endpoint[] Endpoints = [.. Endpoint.WithBody];

    [Fact]
    public async Task A_damaged_body_is_answered_with_a_sentence_and_the_exchange_goes_on()
    {
        var parties = Endpoints.ToDictionary(static e => e.Name, e => shared.As("juniper", [.. e.Scopes]), StringComparer.Ordinal);
        await Gen.Select(Gen.Int[0, Endpoints.Length - 1], Damage.Array[1, 4]).SampleAsync(
            async (which, damages) =>
            {
                var one = Endpoints[which];
                var body = damages.Aggregate(Party.Bytes(one.Body!(new Plan(-70, which * 10))), static (bytes, damage) => damage(bytes));
                var reply = await parties[one.Name].SendAsync<object>(new HttpMethod(one.Method), one.FreshPath(), Party.Json(body));
                var fine = reply.Status < 500 && reply.ContentType == "application/json" && (reply.Status < 400 || reply.Text.Contains("\"message\":\"", StringComparison.Ordinal));
                Assert.True(fine, $"{one.Name}: {reply.Status} {reply.Text} to {Convert.ToBase64String(body)}");
            },
            iter: 4_000,
            threads: 4);

        (await shared.Exchange.Http.GetAsync("/healthy")).EnsureSuccessStatusCode();
        await shared.As("juniper").DeclareAsync(Plan.Somewhere());
        Assert.DoesNotContain("fault of the exchange", shared.Exchange.Output, StringComparison.Ordinal);
    }

    private static byte[] Flip(byte[] bytes, int at, byte flip)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var flipped = bytes.ToArray();
        flipped[at % bytes.Length] ^= flip;
        return flipped;
    }

    private static byte[] Splice(byte[] bytes, int from, int to, int length)
    {
        from %= bytes.Length + 1;
        to %= bytes.Length + 1;
        return [.. bytes[..to], .. bytes[from..Math.Min(bytes.Length, from + length)], .. bytes[to..]];
    }

    private static byte[] Insert(byte[] bytes, int at, byte[] word)
    {
        at %= bytes.Length + 1;
        return [.. bytes[..at], .. word, .. bytes[at..]];
    }

    // A value: what stands between a colon and the next comma or bracket.
    private static byte[] ReplaceValue(byte[] bytes, int which, byte[] word)
    {
        var colons = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == ':').ToArray();
        if (colons.Length == 0)
        {
            return bytes;
        }

        var from = colons[which % colons.Length] + 1;
        var length = bytes.AsSpan(from).IndexOfAny(",}]"u8);
        return [.. bytes[..from], .. word, .. bytes[(length < 0 ? bytes.Length : from + length)..]];
    }
}
