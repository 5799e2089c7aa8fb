using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Jose;
using Parley.Client.Letters;
using Base64Url = System.Buffers.Text.Base64Url;

namespace Parley.Tests.Letters;

/// <summary>A letter opens for its receivers, as its sender signed it, and in no other way.</summary>
public sealed class SealedLetterTests : IDisposable
{
    private readonly PartyKeys _north = PartyKeys.Create("north", []);
    private readonly PartyKeys _relief = PartyKeys.Create("relief", []);
    private readonly PartyKeys _survey = PartyKeys.Create("survey", []);

    public void Dispose()
    {
        _north.Dispose();
        _relief.Dispose();
        _survey.Dispose();
    }

    private PartyDescription? Known(string name) => name == "north" ? _north.Description : null;

    private Parley.Core.Checked<OpenedLetter> Open(byte[] bytes, PartyKeys? by = null) => SealedLetter.Open(bytes, by ?? _relief, Known);

    [Fact]
    public void Each_receiver_reads_what_was_sealed_and_nobody_else_does()
    {
        var (one, _) = SealedLetter.Seal("to one"u8, _north, [_relief.Description]);
        var (both, jws) = SealedLetter.Seal("to both"u8, _north, [_relief.Description, _survey.Description]);
        Assert.Equal("to one", Encoding.UTF8.GetString(Open(one).Value.Payload));
        Assert.Equal("to both", Encoding.UTF8.GetString(Open(both).Value.Payload));
        Assert.Equal("to both", Encoding.UTF8.GetString(Open(both, _survey).Value.Payload));
        Assert.Equal(jws, Open(both).Value.Jws);
        Assert.Equal(_north.Description, Open(both).Value.From);
        Assert.Contains("not sealed for", Open(one, _survey).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal("to both", Encoding.UTF8.GetString(SealedLetter.VerifyJws(jws, _north.Description).Value));
        Assert.False(SealedLetter.VerifyJws(jws, _survey.Description).Ok);
    }

    [Fact]
    public void A_letter_of_one_who_is_not_known_or_not_who_it_says_is_refused()
    {
        var (unknown, _) = SealedLetter.Seal("x"u8, _survey, [_relief.Description]);
        Assert.Contains("not known", Open(unknown).Problem!.Sentence, StringComparison.Ordinal);
        using var imposter = PartyKeys.Create("north", []);
        var (forged, _) = SealedLetter.Seal("x"u8, imposter, [_relief.Description]);
        Assert.Contains("not north's", Open(forged).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_new_keys_a_party_signs_with_them_alone_and_still_opens_what_was_sealed_for_those_before()
    {
        var before = _relief.Description;
        var (old, _) = SealedLetter.Seal("sealed before"u8, _north, [before]);
        var (own, signedBefore) = SealedLetter.Seal("signed before"u8, _relief, [_north.Description]);
        var path = Path.Combine(Directory.CreateTempSubdirectory("parley").FullName, "keys.json");
        _relief.SucceedBy(_relief.NewSuccessor());
        _relief.Save(path);
        using var loaded = PartyKeys.Load(path).Value;
        foreach (var keys in (PartyKeys[])[_relief, loaded])
        {
            Assert.NotEqual(before.Fingerprint, keys.Description.Fingerprint);
            Assert.Equal([before.Fingerprint], keys.Former.Select(static f => f.Fingerprint));
            var (fresh, jws) = SealedLetter.Seal("sealed after"u8, _north, [keys.Description]);
            Assert.Equal("sealed before", Encoding.UTF8.GetString(Open(old, keys).Value.Payload));
            Assert.Equal("sealed after", Encoding.UTF8.GetString(Open(fresh, keys).Value.Payload));
            var now = SealedLetter.Sign("signed after"u8, keys);
            Assert.True(SealedLetter.VerifyJws(now, keys.Description).Ok);
            Assert.False(SealedLetter.VerifyJws(now, before).Ok);
            Assert.False(SealedLetter.VerifyJws(signedBefore, keys.Description).Ok);
            Assert.True(SealedLetter.VerifyJws(signedBefore, keys.Former[0]).Ok);
        }

        for (var i = 0; i < PartyKeys.MostFormer; i++)
        {
            Assert.True(Open(old).Ok, $"after {i + 1} changes");
            _relief.SucceedBy(_relief.NewSuccessor());
        }

        Assert.Contains("not sealed for", Open(old).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal(PartyKeys.MostFormer, _relief.Former.Count);
        Assert.Throws<ArgumentException>(() => _relief.SucceedBy(_north));
    }

    [Fact]
    public void Changing_any_part_makes_it_unreadable()
    {
        var (bytes, _) = SealedLetter.Seal("x"u8, _north, [_relief.Description, _survey.Description]);
        foreach (var (path, text) in Texts(JsonNode.Parse(bytes)!.AsObject(), ""))
        {
            // The first character: its bits are all used, unlike those of the last.
            var changed = (text[0] == 'A' ? 'B' : 'A') + text[1..];
            var letter = Replace(bytes, path, JsonValue.Create(changed));
            if (path.StartsWith("/recipients/1/", StringComparison.Ordinal) && !path.EndsWith("/alg", StringComparison.Ordinal)
                && !path.EndsWith("/kty", StringComparison.Ordinal) && !path.EndsWith("/crv", StringComparison.Ordinal))
            {
                continue; // the other receiver's own business
            }

            Assert.True(!Open(letter).Ok, $"{path} was changed and nobody noticed");
        }
    }

    [Fact]
    public void No_other_algorithm_form_or_header_is_read()
    {
        var jws = SealedLetter.Seal("x"u8, _north, [_relief.Description]).Jws;
        using var key = ECDiffieHellman.Create(_relief.Description.EncryptionKey.Parameters());
        string Made(JweAlgorithm alg, JweEncryption enc, object with, JweCompression? zip = null) => JWE.EncryptBytes(
            Encoding.ASCII.GetBytes(jws), [new JweRecipient(alg, with, new Dictionary<string, object> { ["kid"] = _relief.Description.EncryptionKey.Kid })], enc, compression: zip, mode: SerializationMode.Json);
        string[] others =
        [
            Made(JweAlgorithm.ECDH_ES_A128KW, JweEncryption.A256GCM, key), Made(JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A128GCM, key),
            Made(JweAlgorithm.ECDH_ES, JweEncryption.A256GCM, key), Made(JweAlgorithm.DIR, JweEncryption.A256GCM, new byte[32]),
            Made(JweAlgorithm.PBES2_HS256_A128KW, JweEncryption.A256GCM, "password"), Made(JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM, key, JweCompression.DEF),
            Made(JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM, key), jws,
        ];
        Assert.All(others, o => Assert.False(Open(Encoding.UTF8.GetBytes(o)).Ok));

        var (good, _) = SealedLetter.Seal("x"u8, _north, [_relief.Description]);
        Assert.False(Open(Replace(good, "/aad", JsonValue.Create("AA"))).Ok);
        Assert.False(Open(Replace(good, "/unprotected", new JsonObject())).Ok);
        Assert.False(Open(Replace(good, "/recipients/0/header/crit", new JsonArray("b64"))).Ok);
        Assert.False(Open(Replace(good, "/recipients", new JsonArray())).Ok);
        Assert.False(Open([.. good, .. "x"u8]).Ok);
    }

    [Fact]
    public void A_signed_text_of_another_kind_algorithm_or_writing_is_no_letter()
    {
        var jws = SealedLetter.Seal("x"u8, _north, [_relief.Description]).Jws;
        var parts = jws.Split('.');
        string Header(string json) => string.Join('.', Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)), parts[1], parts[2]);
        var kid = _north.Description.SigningKey.Kid;
        string[] others =
        [
            Header($$"""{"alg":"none","typ":"parley-letter","kid":"{{kid}}"}"""), Header($$"""{"alg":"HS256","typ":"parley-letter","kid":"{{kid}}"}"""),
            Header($$"""{"alg":"ES256","typ":"parley-envelope","kid":"{{kid}}"}"""), Header($$"""{"alg":"ES256","typ":"parley-letter","kid":"{{kid}}","b64":"x"}"""),
            Header("""{"alg":"ES256","alg":"ES256","typ":"parley-letter","kid":"x"}"""), Header("[]"), Header("x"),
            $"{jws}.", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{jws}=", jws[..^2], "", "..", $"{parts[0]}.{parts[1]}A.{parts[2]}",
            new Receipt("north", 1, [], "2026-11-23T12:00:00Z").Sign(_north),
        ];
        Assert.All(others, o => Assert.False(SealedLetter.VerifyJws(o, _north.Description).Ok, o));
    }

    [Fact]
    public void Whatever_bytes_come_are_a_problem_and_never_an_exception()
    {
        var (good, jws) = SealedLetter.Seal("some words"u8, _north, [_relief.Description]);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample(
            (at, value, how) =>
            {
                byte[] bytes = how switch
                {
                    0 => [.. good[..at], value, .. good[(at + 1)..]],
                    1 => good[..at],
                    2 => [.. good[..at], .. good[Math.Min(good.Length, at + value)..]],
                    _ => [.. good[..at], value, .. good[at..]],
                };
                _ = Open(bytes).Ok;
            },
            iter: 1_500, threads: 1);
        Gen.Byte.Array[0, 300].Sample(bytes => !Open(bytes).Ok, iter: 300, threads: 1);
        Gen.Select(Gen.Int[0, jws.Length - 1], Gen.Char).Sample(
            (at, c) => SealedLetter.VerifyJws(jws[..at] + c + jws[(at + 1)..], _north.Description).Ok == (jws[at] == c), iter: 500, threads: 1);
    }

    [Fact]
    public void What_is_too_large_is_neither_sealed_nor_opened()
    {
        Assert.Throws<ArgumentException>(() => SealedLetter.Seal(new byte[SealedLetter.MaxBytes], _north, [_relief.Description]));
        Assert.Throws<ArgumentException>(() => SealedLetter.Seal("x"u8, _north, []));
        Assert.Contains("larger", Open(new byte[SealedLetter.MaxBytes + 1]).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal(36_000, Open(SealedLetter.Seal(new byte[36_000], _north, [_relief.Description]).Bytes).Value.Payload.Length);
    }

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode node, string path) => node switch
    {
        JsonObject o => o.SelectMany(m => Texts(m.Value!, $"{path}/{m.Key}")),
        JsonArray a => a.SelectMany((n, i) => Texts(n!, $"{path}/{i}")),
        _ => [(path, (string)node!)],
    };

    private static byte[] Replace(byte[] letter, string path, JsonNode value)
    {
        var root = JsonNode.Parse(letter)!;
        var at = root;
        var steps = path.Split('/')[1..];
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray array ? array[int.Parse(step)]! : at[step]!;
        }

        at[steps[^1]] = value;
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
