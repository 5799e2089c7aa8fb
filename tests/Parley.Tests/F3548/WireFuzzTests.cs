using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Parley.Client.F3548;
using Parley.Core;
using Parley.F3548;
using Parley.Hosting;

namespace Parley.Tests.F3548;

/// <summary>Whatever is sent, the answer is a value or one sentence: never an exception, never a page of text.</summary>
public sealed class WireFuzzTests
{
    // What a careless or hostile writer puts in the place of anything.
    private static readonly string[] Junk =
    [
        "null", "true", "0", "-0.0", "-1", "1e308", "1e-308", "1e999", "99999999999999999999999999", "\"\"", "\"\\u0000\\r\\n\"", "\"\\ud800\"", "\"M\"", "\"W84\"", "[]", "{}",
        "[[[[[[[[]]]]]]]]", "[null]", "{\"lat\":90,\"lng\":180}", "{\"lat\":90,\"lng\":0}", "{\"value\":1}", "\"2026-02-30T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:60Z\"",
        "\"9999-12-31T23:59:59.999999999-14:00\"", "\"" + new string('x', 5_000) + "\"", "{\"a\":1,\"a\":2}", "\"\U0001F681\u2028\u0085\"", "180", "-90", "89.9999999", "10.0000001",
    ];

    private static readonly Gen<byte[]> Mangled = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 100_000].Array[12]).Select((volumes, dice) => Mangle(volumes, dice));

    [Fact]
    public void A_mangled_intent_is_read_or_refused_with_one_short_sentence() => Mangled.Sample(
        body => Check(Wire.Read(body)), iter: 5_000, print: Encoding.UTF8.GetString);

    [Fact]
    public void Random_bytes_are_refused_with_one_short_sentence() => Gen.Byte.Array[0, 60].Sample(
        body => Check(Wire.Read(body)), iter: 5_000, print: Convert.ToHexString);

    [Fact]
    public void Mangled_bodies_of_other_kinds_are_read_or_refused_with_one_short_sentence() => Mangled.Sample(
        body =>
        {
            var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("\"extents\":[", "\"extents\":", StringComparison.Ordinal)
                .Replace("}],\"key\"", "},\"key\"", StringComparison.Ordinal).Replace("\"state\"", "\"exchange\"", StringComparison.Ordinal)));
            Check(JsonBody.Parse(bytes, WireJson.Default.PutSubscriptionParameters).Try(out var put, out var problem) ? Wire.Reader.ReadArea(put.Extents, "extents") : problem);
            Check(JsonBody.Parse(bytes, WireJson.Default.ErrorReport));
            Check(JsonBody.Parse(bytes, WireJson.Default.SetUssAvailabilityStatusParameters));
            Check(UssBaseUrl.Check(put?.UssBaseUrl, allowHttp: true));
        },
        iter: 2_000, print: Encoding.UTF8.GetString);

    [Theory]
    [InlineData("", "The request has no body")]
    [InlineData("null", "The body is null")]
    [InlineData("{} {}", "The body ")]
    [InlineData("{", "The body is not JSON that can be read (line 1, byte 2)")]
    [InlineData("{\"state\": \"A\", \"state\": \"B\"}", "The body is not JSON that can be read")]
    [InlineData("{\"state\": \"\\ud800\"}", "state: can't be read")]
    [InlineData("[]", "The body is not JSON that can be read")]
    public void A_body_that_is_no_object_gets_a_sentence_of_its_own(string body, string expected) =>
        Assert.StartsWith(expected, Wire.Parse(Encoding.UTF8.GetBytes(body)).Problem!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Bad_utf8_where_it_would_be_kept_and_deep_nesting_are_refused()
    {
        Assert.False(Wire.Parse([.. "{\"state\": \""u8, 0xC3, 0x28, .. "\"}"u8]).Ok);
        Assert.False(Wire.Parse([.. "{}"u8, 0xFF]).Ok);
        Assert.False(Wire.Parse(Encoding.UTF8.GetBytes("{\"more\":" + new string('[', 10_000))).Ok);
    }

    private static void Check<T>(Checked<T> read)
    {
        if (read.Problem is { } problem)
        {
            var text = problem.ToString();
            Assert.NotEmpty(problem.Sentence);
            Assert.InRange(text.Length, 1, 400);
            Assert.DoesNotContain(text, c => char.IsControl(c) || char.IsSurrogate(c));
        }
    }

    // Some nodes replaced or removed; then, half the time, some bytes too.
    private static byte[] Mangle(int volumes, int[] dice)
    {
        JsonNode body = Wire.Intent([.. Enumerable.Repeat(Wire.Volume, volumes)]);
        for (var n = 0; n <= dice[0] % 3; n++)
        {
            List<string> paths = [.. Paths(body, "")];
            if (paths.Count > 0)
            {
                Wire.Set(body, paths[dice[1 + n] % paths.Count].TrimStart('.'), dice[7 + n] % 4 == 0 ? null : $"\"junk {n}\"");
            }
        }

        // The junk goes in as text: a document model would not hold some of it.
        var text = body.ToJsonString();
        for (var n = 0; n < 3; n++)
        {
            text = text.Replace($"\"junk {n}\"", Junk[dice[4 + n] % Junk.Length], StringComparison.Ordinal);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (dice[10] % 2 == 0)
        {
            bytes[dice[11] % bytes.Length] = (byte)dice[9];
        }

        return dice[10] % 7 == 0 ? bytes[..(dice[9] % bytes.Length)] : bytes;
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path)
    {
        IEnumerable<(JsonNode? Child, string Path)> children = node switch
        {
            JsonObject it => it.Select(p => (p.Value, $"{path}.{p.Key}")),
            JsonArray many => many.Select((v, n) => (v, $"{path}[{n}]")),
            _ => [],
        };
        return children.ToList().SelectMany(c => Paths(c.Child, c.Path).Prepend(c.Path));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_even_where_nobody_would_read_them()
    {
        byte[] body = [.. "{\"request_id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Contains("well-formed UTF-8", Wire.Parse(body).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_back_can_neither_break_the_line_nor_turn_its_direction()
    {
        var shown = VolumeReader.Quote("a\u202Eb\u2028c\u200Fd\u0000e");
        Assert.Equal("'a?b?c?d?e'", shown);
    }
}
