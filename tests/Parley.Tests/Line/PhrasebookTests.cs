using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Parley.Core.Line;
using Parley.Tests.Architecture;

namespace Parley.Tests.Line;

/// <summary>That the phrasebook is whole, and written in the languages that it says.</summary>
public sealed partial class PhrasebookTests
{
    private static IEnumerable<(Phrase Phrase, PhraseLanguage Language, string Text)> Texts =>
        Phrasebook.All.SelectMany(p => PhraseLanguage.All.Select(l => (p, l, p.TextIn(l))));

    [Fact]
    public void There_are_at_least_55_phrases_with_every_type_of_slot()
    {
        Assert.True(Phrasebook.All.Length >= 55);
        Assert.Empty(Enum.GetValues<PhraseSlotType>().Except(Phrasebook.All.SelectMany(p => p.Slots).Select(s => s.Type)));
    }

    // A code is in journals and in people's heads: a number once given isn't given again, and no chapter has a gap.
    [Fact]
    public void Codes_are_three_letters_and_a_number_that_counts_in_its_chapter()
    {
        Assert.All(Phrasebook.All, p => Assert.Matches("^[A-Z]{3}-[0-9]{2}\\z", p.Code));
        foreach (var chapter in Phrasebook.All.GroupBy(p => p.Code[..3]))
        {
            Assert.Equal(Enumerable.Range(1, chapter.Count()), chapter.Select(p => int.Parse(p.Code[4..], CultureInfo.InvariantCulture)));
        }

        Assert.All(Phrasebook.All, p => Assert.Same(p, Phrasebook.Find(p.Code)));
        Assert.Null(Phrasebook.Find("air-01"));
        Assert.Null(Phrasebook.Find(null));
    }

    [Fact]
    public void Every_phrase_is_in_all_six_languages_and_no_others() => Assert.All(
        Phrasebook.All,
        p => Assert.Equal(PhraseLanguage.All.Select(l => l.Code).Order(StringComparer.Ordinal), p.Texts.Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_text_has_each_of_its_slots_once_and_no_other_brace() => Repository.None("Slots differ from the phrase's", Texts
        .Where(t => !Slot().Matches(t.Text).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)
                .SequenceEqual(t.Phrase.Slots.Select(s => s.Name).Order(StringComparer.Ordinal))
            || Slot().Replace(t.Text, "").AsSpan().IndexOfAny('{', '}') >= 0)
        .Select(t => $"{t.Phrase.Code} {t.Language.Code}: {t.Text}"));

    [Fact]
    public void Slots_have_plain_names_and_none_is_twice_in_a_phrase() => Assert.All(Phrasebook.All, p =>
    {
        Assert.All(p.Slots, s => Assert.Matches("^[a-z]+(_[a-z]+)*\\z", s.Name));
        Assert.Equal(p.Slots.Length, p.Slots.Select(s => s.Name).Distinct().Count());
    });

    // Letters one alphabet has and its neighbour has not tell the two Cyrillic languages apart.
    [Theory]
    [InlineData("en", "A-Za-z", "")]
    [InlineData("fr", "A-Za-zÀ-ÖØ-öø-ÿŒœ", "")]
    [InlineData("ru", "А-Яа-яЁё", "")]
    [InlineData("uk", "А-ЩЬЮЯа-щьюяҐґЄєІіЇї", "")]
    [InlineData("he", "א-ת", "")]
    [InlineData("ar", "ء-غف-ي", "ً-ْ")]
    public void Every_text_is_in_the_letters_of_its_language(string code, string letters, string marks)
    {
        var language = PhraseLanguage.Parse(code).Value;
        var whole = new Regex($"^(?:[{letters}{marks}]|[ \u00a0.,:?؟،’-])+\\z");
        Repository.None("Letters of another language, or unusual signs", Texts
            .Where(t => t.Language == language && !whole.IsMatch(Slot().Replace(t.Text, "")))
            .Select(t => $"{t.Phrase.Code}: {t.Text}"));
    }

    [Fact]
    public void Every_text_is_trimmed_composed_and_ends_as_a_sentence() => Repository.None("Not so", Texts
        .Where(t => t.Text != t.Text.Trim() || t.Text.Contains("  ", StringComparison.Ordinal) || t.Text[^1] is not ('.' or '?' or '؟')
            || !t.Text.IsNormalized(NormalizationForm.FormC))
        .Select(t => $"{t.Phrase.Code} {t.Language.Code}: {t.Text}"));

    [Fact]
    public void No_two_phrases_read_the_same_in_any_language() => Repository.None("Read the same", Texts
        .GroupBy(t => (t.Language, t.Text)).Where(g => g.Count() > 1).Select(g => $"{g.Key.Language.Code}: {g.Key.Text}"));

    [Fact]
    public void The_english_texts_speak_of_no_target_weapon_or_intelligence() => Repository.None("Not for a safety line", Texts
        .Where(t => t.Language == PhraseLanguage.English && Unwanted().IsMatch(t.Text)).Select(t => $"{t.Phrase.Code}: {t.Text}"));

    [GeneratedRegex("\\{([a-z_]+)\\}")]
    private static partial Regex Slot();

    [GeneratedRegex("\\b(?:target|weapon|missile|fire|firing|shoot|strike|attack|enemy|hostile|ammunition|intelligence|troops)", RegexOptions.IgnoreCase)]
    private static partial Regex Unwanted();
}
