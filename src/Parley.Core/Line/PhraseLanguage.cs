using System.Collections.Immutable;

namespace Parley.Core.Line;

/// <summary>A language that every phrase is written in. There are these six and no others. Immutable; any thread.</summary>
public sealed record PhraseLanguage
{
    public static readonly PhraseLanguage English = new("en", "English", rightToLeft: false);
    public static readonly PhraseLanguage Russian = new("ru", "русский", rightToLeft: false);
    public static readonly PhraseLanguage Hebrew = new("he", "עברית", rightToLeft: true);
    public static readonly PhraseLanguage Arabic = new("ar", "العربية", rightToLeft: true);
    public static readonly PhraseLanguage Ukrainian = new("uk", "українська", rightToLeft: false);
    public static readonly PhraseLanguage French = new("fr", "français", rightToLeft: false);

    private PhraseLanguage(string code, string name, bool rightToLeft) => (Code, Name, RightToLeft) = (code, name, rightToLeft);

    public static ImmutableArray<PhraseLanguage> All { get; } = [English, Russian, Hebrew, Arabic, Ukrainian, French];

    /// <summary>ISO 639-1, lower case: <c>he</c>.</summary>
    public string Code { get; }

    /// <summary>What it calls itself.</summary>
    public string Name { get; }

    /// <summary>Whether its sentences run from right to left, so that what is shown of them needs <c>dir="rtl"</c>.</summary>
    public bool RightToLeft { get; }

    /// <summary>The language of that code; case counts.</summary>
    public static Checked<PhraseLanguage> Parse(string? code)
    {
        foreach (var language in All)
        {
            if (language.Code == code)
            {
                return language;
            }
        }

        return new Problem("language", "is not one of the phrasebook's; give en, ru, he, ar, uk or fr");
    }
}
