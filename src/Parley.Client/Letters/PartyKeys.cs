using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jose;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>
/// A party's private keys with its description: one that signs, one that letters to it are encrypted to. Others may take their place
/// (<see cref="SucceedBy"/>); those before go on opening what was sealed for them. Thread-safe; dispose it to let the keys go.
/// </summary>
public sealed class PartyKeys : IDisposable
{
    /// <summary>How long a token lives at most.</summary>
    public static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>How far two parties' clocks may lie apart, and each from the exchange's.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>So many former pairs are kept; the oldest are forgotten.</summary>
    public const int MostFormer = 8;

    private const int MaxFileBytes = 64 << 10;

    // The platform promises nothing about one key object on two threads, and a signature takes microseconds. Guards the pairs, too.
    private readonly Lock _gate = new();
    private readonly List<FormerPair> _former;
    private ECDsa _signing;
    private ECDiffieHellman _encryption;
    private volatile PartyDescription _description;

    private PartyKeys(ECDsa signing, ECDiffieHellman encryption, string name, IReadOnlyList<Contact> contacts, List<FormerPair>? former = null)
    {
        (_signing, _encryption, _former) = (signing, encryption, former ?? []);
        _description = new PartyDescription(
            name,
            PublicJwk.From(signing.ExportParameters(false), "sig"),
            PublicJwk.From(encryption.ExportParameters(false), "enc"),
            contacts);
    }

    // Of keys that were succeeded only what opens letters is kept private: nothing is signed with them any more.
    private sealed record FormerPair(PartyDescription Description, ECDiffieHellman Encryption);

    /// <summary>What others may know: <c>party.json</c>.</summary>
    public PartyDescription Description => _description;

    public string Name => _description.Name;

    /// <summary>The descriptions before this one, the newest first.</summary>
    public IReadOnlyList<PartyDescription> Former
    {
        get
        {
            lock (_gate)
            {
                return [.. _former.Select(static f => f.Description)];
            }
        }
    }

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
            signing.ImportPkcs8PrivateKey(Convert.FromBase64String(file.SigningKey), out _);
            var former = (file.Former ?? []).Select(f => FormerOf(f ?? throw new JsonException("A former pair is null."), file)).ToList();
            var keys = new PartyKeys(signing, OpeningKey(file.EncryptionKey), file.Name, file.Contacts, former);
            return ((PartyDescription[])[keys.Description, .. keys.Former])
                .Select(d => PartyDescription.Parse(d.ToJson(), asExchange: file.Name == PartyDescription.ExchangeName).Problem).FirstOrDefault(static p => p is not null) is { } problem
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
    /// Writes the private keys into one file that only its owner may read, durable when it returns. A crash leaves the old file or the new one.
    /// </summary>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Save(string path)
    {
        KeyFile file;
        lock (_gate)
        {
            file = new KeyFile(
                Name, Description.Contacts, Text(_signing), Text(_encryption),
                _former.Count == 0 ? null : [.. _former.Select(static f => new FormerKeyFile(f.Description.SigningKey, Text(f.Encryption)))]);
        }

        SecretFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(file, LetterJson.Default.KeyFile));
    }

    /// <summary>Other keys for the same party, not in force yet.</summary>
    public PartyKeys NewSuccessor() => Create(Name, Description.Contacts);

    /// <summary>
    /// From here on this party signs with <paramref name="next"/>'s keys and shows them; what was sealed for the keys until now still opens. Takes the key objects
    /// over: <paramref name="next"/> is of no use any more.
    /// </summary>
    /// <exception cref="ArgumentException">They are another party's.</exception>
    public void SucceedBy(PartyKeys next)
    {
        if (next.Name != Name)
        {
            throw new ArgumentException($"These are the keys of {next.Name}.", nameof(next));
        }

        lock (_gate)
        {
            _former.Insert(0, new FormerPair(_description, _encryption));
            _signing.Dispose();
            (_signing, _encryption, _description) = (next._signing, next._encryption, next._description);
            foreach (var forgotten in _former.Skip(MostFormer))
            {
                forgotten.Encryption.Dispose();
            }

            _former.RemoveRange(Math.Min(MostFormer, _former.Count), Math.Max(0, _former.Count - MostFormer));
        }
    }

    /// <summary>A token by which this party calls the exchange: signed ES256 with its own key, <c>iss</c> and <c>sub</c> its name, an hour long. It began ten minutes ago, so that a post whose clock is fast is let in.</summary>
    /// <param name="audiences">At least one; one is written as a text, several as a list.</param>
    /// <param name="scope">Scopes parted by spaces; empty for letters alone.</param>
    public string NewToken(IReadOnlyList<string> audiences, string scope, DateTimeOffset now)
    {
        var at = (now - ClockTolerance).ToUnixTimeSeconds();
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new TokenPayload(Name, Name, audiences, scope, at, at, at + (long)MaxTokenLifetime.TotalSeconds), LetterJson.Default.TokenPayload);
        return Sign(payload, "JWT");
    }

    public void Dispose()
    {
        _signing.Dispose();
        _encryption.Dispose();
        _former.ForEach(static f => f.Encryption.Dispose());
    }

    /// <param name="type">The header's <c>typ</c>, which tells one kind of signed text from another.</param>
    /// <param name="named">Whether the header says who signs, too.</param>
    internal string Sign(ReadOnlySpan<byte> payload, string type, bool named = false)
    {
        var bytes = payload.ToArray();
        lock (_gate)
        {
            var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = type, ["kid"] = _description.SigningKey.Kid };
            if (named)
            {
                header["from"] = Name;
            }

            return JWT.EncodeBytes(bytes, _signing, JwsAlgorithm.ES256, header);
        }
    }

    /// <summary>Whether a letter sealed for this key can be opened: the one in force, or a former one.</summary>
    internal bool Opens(string? kid)
    {
        lock (_gate)
        {
            return OpeningWith(kid) is not null;
        }
    }

    /// <param name="kid">One that <see cref="Opens"/>.</param>
    internal byte[] Decrypt(string jwe, string kid)
    {
        lock (_gate)
        {
            return JWE.Decrypt(jwe, OpeningWith(kid), JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM).PlaintextBytes;
        }
    }

    private ECDiffieHellman? OpeningWith(string? kid) =>
        kid == _description.EncryptionKey.Kid ? _encryption : _former.Find(f => f.Description.EncryptionKey.Kid == kid)?.Encryption;

    private static FormerPair FormerOf(FormerKeyFile former, KeyFile file)
    {
        var opening = OpeningKey(former.EncryptionKey);
        return new FormerPair(new PartyDescription(file.Name, former.SigningKey, PublicJwk.From(opening.ExportParameters(false), "enc"), file.Contacts), opening);
    }

    private static ECDiffieHellman OpeningKey(string text)
    {
        var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(text), out _);
        return key;
    }

    private static string Text(ECAlgorithm key) => Convert.ToBase64String(key.ExportPkcs8PrivateKey());
}

/// <summary>The file of <see cref="PartyKeys"/>: keys as PKCS#8 in base64.</summary>
internal sealed record KeyFile(
    [property: JsonRequired] string Name,
    [property: JsonRequired] IReadOnlyList<Contact> Contacts,
    [property: JsonRequired] string SigningKey,
    [property: JsonRequired] string EncryptionKey,
    IReadOnlyList<FormerKeyFile>? Former = null);

/// <param name="SigningKey">The public half: what this party signed with it can still be verified.</param>
internal sealed record FormerKeyFile([property: JsonRequired] PublicJwk SigningKey, [property: JsonRequired] string EncryptionKey);

internal sealed record TokenPayload(string Iss, string Sub, IReadOnlyList<string> Aud, string Scope, long Iat, long Nbf, long Exp);
