using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jose;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>A party's private keys with its description: one that signs, one that letters to it are encrypted to. Thread-safe; dispose it to let the keys go.</summary>
public sealed class PartyKeys : IDisposable
{
    /// <summary>How long a token lives at most.</summary>
    public static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>How far two parties' clocks may lie apart, and each from the exchange's.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private const int MaxFileBytes = 64 << 10;

    // The platform promises nothing about one key object on two threads, and a signature takes microseconds.
    private readonly Lock _gate = new();
    private readonly ECDsa _signing;
    private readonly ECDiffieHellman _encryption;

    private PartyKeys(ECDsa signing, ECDiffieHellman encryption, string name, IReadOnlyList<Contact> contacts)
    {
        (_signing, _encryption) = (signing, encryption);
        Description = new PartyDescription(
            name,
            PublicJwk.From(signing.ExportParameters(false), "sig"),
            PublicJwk.From(encryption.ExportParameters(false), "enc"),
            contacts);
    }

    /// <summary>What others may know: <c>party.json</c>.</summary>
    public PartyDescription Description { get; }

    public string Name => Description.Name;

    /// <summary>New keys for a party.</summary>
    /// <exception cref="ArgumentException">The name or a contact is not one that <see cref="PartyDescription.Parse"/> would take.</exception>
    public static PartyKeys Create(string name, IReadOnlyList<Contact> contacts)
    {
        var keys = new PartyKeys(
            ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), name, contacts);
        if (PartyDescription.Parse(keys.Description.ToJson(), asExchange: name == PartyDescription.ExchangeName).Problem is { } problem)
        {
            keys.Dispose();
            throw new ArgumentException(problem.ToString(), nameof(name));
        }

        return keys;
    }

    /// <summary>Reads what <see cref="Save"/> wrote. The problem names the file and what to do.</summary>
    public static Checked<PartyKeys> Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
            {
                return new Problem(path, "is too large for a key file");
            }

            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), LetterJson.Default.KeyFile);
            if (file is null)
            {
                return new Problem(path, "is null; restore the key file from a copy");
            }

            var signing = ECDsa.Create();
            var encryption = ECDiffieHellman.Create();
            signing.ImportPkcs8PrivateKey(Convert.FromBase64String(file.SigningKey), out _);
            encryption.ImportPkcs8PrivateKey(Convert.FromBase64String(file.EncryptionKey), out _);
            var keys = new PartyKeys(signing, encryption, file.Name, file.Contacts);
            return PartyDescription.Parse(keys.Description.ToJson(), asExchange: file.Name == PartyDescription.ExchangeName).Problem is { } problem
                ? problem.Under(path)
                : keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(path, $"cannot be read ({e.GetType().Name}); give the key file that parley post init wrote, as a user who may read it");
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or ArgumentException or InvalidOperationException)
        {
            return new Problem(path, "is damaged or no key file of Parley's; restore it from a copy");
        }
    }

    /// <summary>
    /// Writes both private keys into one file that only its owner may read, durable when it returns. A crash leaves the old file or the new one.
    /// </summary>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Save(string path)
    {
        string signing, encryption;
        lock (_gate)
        {
            (signing, encryption) = (Convert.ToBase64String(_signing.ExportPkcs8PrivateKey()), Convert.ToBase64String(_encryption.ExportPkcs8PrivateKey()));
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            new KeyFile(Name, Description.Contacts, signing, encryption), LetterJson.Default.KeyFile);
        SecretFile.Write(path, bytes);
    }

    /// <summary>A token by which this party calls the exchange: signed ES256 with its own key, <c>iss</c> and <c>sub</c> its name, an hour long. It began ten minutes ago, so that a post whose clock is fast is let in.</summary>
    /// <param name="audiences">At least one; one is written as a text, several as a list.</param>
    /// <param name="scope">Scopes parted by spaces; empty for letters alone.</param>
    public string NewToken(IReadOnlyList<string> audiences, string scope, DateTimeOffset now)
    {
        var at = (now - ClockTolerance).ToUnixTimeSeconds();
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new TokenPayload(Name, Name, audiences, scope, at, at, at + (long)MaxTokenLifetime.TotalSeconds), LetterJson.Default.TokenPayload);
        return Sign(payload, new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = "JWT", ["kid"] = Description.SigningKey.Kid });
    }

    public void Dispose()
    {
        _signing.Dispose();
        _encryption.Dispose();
    }

    internal string Sign(byte[] payload, IDictionary<string, object> header)
    {
        lock (_gate)
        {
            return JWT.EncodeBytes(payload, _signing, JwsAlgorithm.ES256, header);
        }
    }

    internal byte[] Decrypt(string jwe)
    {
        lock (_gate)
        {
            return JWE.Decrypt(jwe, _encryption, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM).PlaintextBytes;
        }
    }
}

/// <summary>The file of <see cref="PartyKeys"/>: keys as PKCS#8 in base64.</summary>
internal sealed record KeyFile(
    [property: JsonRequired] string Name,
    [property: JsonRequired] IReadOnlyList<Contact> Contacts,
    [property: JsonRequired] string SigningKey,
    [property: JsonRequired] string EncryptionKey);

internal sealed record TokenPayload(string Iss, string Sub, IReadOnlyList<string> Aud, string Scope, long Iat, long Nbf, long Exp);
