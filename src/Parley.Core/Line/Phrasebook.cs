using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Core.Line;

/// <summary>
/// The coded phrases of the line: deconfliction only, each in every <see cref="PhraseLanguage"/>. Read once from the files in
/// <c>Phrases</c>, which are part of the assembly. A phrase only speaks; nothing at a post changes because one was said.
/// The state of a post must not ask it (a later version may know more): letters are checked before they become entries. Static; any thread.
/// </summary>
public static class Phrasebook
{
    private static readonly string[] Chapters = ["link", "safety", "air", "ground", "rescue", "agreement", "incident"];

    /// <summary>In the order of the chapters, and of codes in each.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Chapters.SelectMany(chapter => Read(chapter))];

    private static readonly Dictionary<string, Phrase> ByCode = All.ToDictionary(p => p.Code, StringComparer.Ordinal);

    /// <summary>The phrase of that code, or null; case counts.</summary>
    public static Phrase? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var phrase) ? phrase : null;

    /// <summary>
    /// The phrase with its slots filled, or what is wrong first: no such phrase (path <c>code</c>), a slot it has not (path <c>slots</c>), one that is
    /// missing or of another type (path <c>slots.NAME</c>). Nothing that was written is repeated in a problem.
    /// </summary>
    /// <param name="slots">Text by slot name. Null is none.</param>
    public static Checked<FilledPhrase> Check(string? code, IReadOnlyDictionary<string, string>? slots)
    {
        if (Find(code) is not { } phrase)
        {
            return new Problem("code", "is not a phrase of this phrasebook; give one like AIR-01");
        }

        var values = ImmutableArray.CreateBuilder<PhraseSlotValue>(phrase.Slots.Length);
        if (slots?.Keys.Any(name => !phrase.Slots.Any(s => s.Name == name)) == true)
        {
            return new Problem("slots", $"contains one that {phrase.Code} has not; it has {Names(phrase)}");
        }

        foreach (var slot in phrase.Slots)
        {
            if (slots is null || !slots.TryGetValue(slot.Name, out var text))
            {
                return new Problem($"slots.{slot.Name}", $"is missing in {phrase.Code}; write {slot.Type.Form()}");
            }

            if (!PhraseSlotReader.Read(slot.Type, text).Try(out var value, out var problem))
            {
                return problem.Under($"slots.{slot.Name}");
            }

            values.Add(value);
        }

        return new FilledPhrase(phrase, values.MoveToImmutable());
    }

    /// <summary>The sentence in one language; problems as <see cref="Check"/> has them, and path <c>language</c>.</summary>
    public static Checked<string> Render(string? code, IReadOnlyDictionary<string, string>? slots, string? language)
    {
        if (!PhraseLanguage.Parse(language).Try(out var known, out var problem))
        {
            return problem;
        }

        return Check(code, slots).Try(out var filled, out problem) ? filled.In(known) : problem;
    }

    private static string Names(Phrase phrase) => phrase.Slots.Length == 0 ? "no slots" : string.Join(", ", phrase.Slots.Select(s => s.Name));

    private static ImmutableArray<Phrase> Read(string chapter)
    {
        using var file = typeof(Phrasebook).Assembly.GetManifestResourceStream($"Parley.Core.Line.Phrases.{chapter}.json")
            ?? throw new InvalidOperationException($"The phrasebook's chapter {chapter} is not in the assembly");
        return JsonSerializer.Deserialize(file, PhraseJson.Default.ImmutableArrayPhrase);
    }
}

/// <summary>How the phrasebook's files are written: docs/formats.md. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<Phrase>))]
internal sealed partial class PhraseJson : JsonSerializerContext;
