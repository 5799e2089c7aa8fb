using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Client.Letters;

namespace Parley.Console.Telling;

/// <summary>
/// What is kept of telling each person: a file each, written whole before anything is done about it, so that a restart neither forgets a need nor
/// tells it twice. Thread-safe.
/// </summary>
internal sealed class TellingBook
{
    private readonly ConcurrentDictionary<string, PersonTelling> _people = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly string _folder;

    private TellingBook(string folder) => _folder = folder;

    public static TellingBook Open(string folder)
    {
        Directory.CreateDirectory(folder);
        return new TellingBook(folder);
    }

    public PersonTelling Of(string person) => _people.GetOrAdd(person, Read);

    /// <summary>Durable once it returns.</summary>
    /// <exception cref="IOException">The disk refused; then nothing changed.</exception>
    public PersonTelling Change(string person, Func<PersonTelling, PersonTelling> change)
    {
        lock (_writing)
        {
            var (before, path) = (Of(person), FileOf(person));
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                SecretFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(after, TellingJson.Default.PersonTelling));
                _people[person] = after;
            }

            return after;
        }
    }

    private PersonTelling Read(string person)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(person)), TellingJson.Default.PersonTelling) ?? PersonTelling.None;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            // Files are written whole; one that is no JSON was changed by hand, and telling too much is the lesser fault.
            return PersonTelling.None;
        }
    }

    // Ids are the account store's; whatever they may hold, the name stays inside the folder.
    private string FileOf(string person) => Path.Combine(
        _folder,
        person.Length is > 0 and <= 64 && person.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? $"{person}.json" : $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person)))}.json");
}
