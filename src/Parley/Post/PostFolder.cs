using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>What a post's operator sets: <c>post.json</c>.</summary>
internal sealed record PostConfig
{
    /// <summary>The exchange's address.</summary>
    public required string Exchange { get; set; }

    /// <summary>Where the API for this party's own people and systems listens.</summary>
    public required string Api { get; set; }

    /// <summary>What becomes of an intent that is in no agreement, wholly or in part: <c>warn</c> or <c>refuse</c>.</summary>
    public string Uncovered { get; set; } = "warn";

    /// <summary>The language in which this post reads coded phrases, unless asked for another: en, ru, he, ar, uk or fr.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Who must know of every foreign notice, unless changed under the notice.</summary>
    public IReadOnlyList<RecipientName> Recipients { get; set; } = [];

    /// <summary>A snapshot is written after so many journal entries, and never before the journal has grown by a twentieth: 1 or more.</summary>
    public int SnapshotEvery { get; set; } = 5_000;

    /// <summary>How this post speaks F3548-21's USS side to civil systems.</summary>
    public UssConfig Uss { get; set; } = new();

    /// <summary>The web console that its officers work in.</summary>
    public Console.ConsoleConfig Console { get; set; } = new();
}

internal sealed record UssConfig
{
    /// <summary>An own listener for civil systems, e.g. <c>https://0.0.0.0:8443</c>; without one they reach this post through the exchange.</summary>
    public string? Listen { get; set; }

    /// <summary>The address civil systems use for that listener.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>PEM files of whose tokens are taken there.</summary>
    public IReadOnlyList<string> JwtPublicKeys { get; set; } = [];

    public IReadOnlyList<string> JwtAudiences { get; set; } = [];

    /// <summary>PEM file of the listener's certificate, and one of its private key, for https.</summary>
    public string? Certificate { get; set; }

    public string? CertificateKey { get; set; }

    /// <summary>Who may ask for details of this party's intents: <c>all</c> whose token opens it, as F3548-21 asks, or parties of <c>agreements</c> that an intent touches.</summary>
    public string Details { get; set; } = "all";

    /// <summary>PEM file of a key that signs this post's tokens for civil systems' own endpoints; without it they are not called.</summary>
    public string? TokenKey { get; set; }

    public string TokenIssuer { get; set; } = "parley";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PostConfig))]
internal sealed partial class PostConfigJson : JsonSerializerContext;

/// <summary>
/// A post's folder: <c>party.json</c> (public), <c>keys.json</c> and <c>api.key</c> (secret, for the owner's eyes only), <c>post.json</c>
/// (settings), <c>data/</c> (journal).
/// </summary>
internal sealed class PostFolder(string path)
{
    public string PartyFile => Path.Combine(path, "party.json");

    public string KeysFile => Path.Combine(path, "keys.json");

    /// <summary>Keys that were made and are not in force yet, and what the exchange's operator is to admit.</summary>
    public string NextKeysFile => Path.Combine(path, "next-keys.json");

    public string NextPartyFile => Path.Combine(path, "next-party.json");

    public string ApiKeyFile => Path.Combine(path, "api.key");

    public string ConfigFile => Path.Combine(path, "post.json");

    /// <summary>A file that the settings name, from this folder on.</summary>
    public string FileAt(string name) => Path.Combine(path, name);

    public string Data => Path.Combine(path, "data");

    /// <summary>What the console keeps: accounts, keys of its cookies, its own record, e-mail that was not sent by a server.</summary>
    public string Console => Path.Combine(path, "console");

    /// <summary>Makes a post: keys, API key, settings. Nothing that is there is overwritten.</summary>
    public Problem? Init(string party, string exchange, string api, IReadOnlyList<Client.Letters.Contact> contacts)
    {
        if (!PlainText.IsPartyName(party) || party.Equals(PartyDescription.ExchangeName, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem("--party", "is not 1 to 63 ASCII letters, digits, dots, underscores or hyphens that begin with a letter or digit (and not “exchange”)");
        }

        if (Address(exchange, "--exchange") is { } bad || Address(api, "--api") is { } bad2 && (bad = bad2) is not null)
        {
            return bad;
        }

        try
        {
            Directory.CreateDirectory(path);
            foreach (var file in (string[])[PartyFile, KeysFile, ApiKeyFile, ConfigFile])
            {
                if (File.Exists(file))
                {
                    return new Problem(file, "is there already: a post lives in this folder; take another, or remove it by hand");
                }
            }

            using var keys = PartyKeys.Create(party, contacts);
            keys.Save(KeysFile);
            SecretFile.Write(ApiKeyFile, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
            File.WriteAllBytes(PartyFile, keys.Description.ToJson());
            File.WriteAllText(ConfigFile, JsonSerializer.Serialize(new PostConfig { Exchange = exchange.TrimEnd('/'), Api = api.TrimEnd('/') }, PostConfigJson.Default.PostConfig) + "\n");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(path, $"can't be written ({e.Message.ReplaceLineEndings(" ")})");
        }
    }

    public Checked<PostConfig> ReadConfig()
    {
        try
        {
            var config = JsonSerializer.Deserialize(File.ReadAllBytes(ConfigFile), PostConfigJson.Default.PostConfig)!;
            return config.Uss?.Details is not ("all" or "agreements") ? new Problem(ConfigFile, "says for uss.details neither all nor agreements")
                : config.Uss.BaseUrl is { } url && !F3548.UssBaseUrl.Check(url, allowHttp: true).Try(out _, out var bad) ? bad with { Path = ConfigFile, Sentence = $"has a uss.base_url that {bad.Sentence}" }
                : !Core.Line.PhraseLanguage.Parse(config.Language).Try(out _, out var unknown) ? new Problem(ConfigFile, $"says for language what {unknown.Sentence}")
                : config.Uncovered is not ("warn" or "refuse") ? new Problem(ConfigFile, "says for uncovered neither warn nor refuse")
                : config.SnapshotEvery < 1 ? new Problem(ConfigFile, "says for snapshot_every no number of entries from 1 on")
                : Address(config.Exchange, ConfigFile) ?? Address(config.Api, ConfigFile) ?? (Checked<PostConfig>)config;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(ConfigFile, "can't be read; make a post first: parley post init DIR --party NAME --exchange URL --api URL");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Problem(ConfigFile, $"is not what parley post init writes: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    public Checked<string> ReadApiKey()
    {
        try
        {
            return File.ReadAllText(ApiKeyFile).Trim() is { Length: >= 32 and <= 512 } key ? key : new Problem(ApiKeyFile, "holds no key of 32 characters or more");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(ApiKeyFile, "can't be read; give the folder of a post, as its user");
        }
    }

    private static Problem? Address(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            ? null
            : new Problem(what, "is no address; write it like http://127.0.0.1:8082");
}
