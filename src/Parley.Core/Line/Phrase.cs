using System.Collections.Immutable;
using System.Text;

namespace Parley.Core.Line;

/// <summary>A coded sentence that each side reads in its own language. Immutable; any thread.</summary>
/// <param name="Code">Three capital letters, a hyphen, two digits: <c>AIR-01</c>. It keeps its meaning and slots for good.</param>
/// <param name="Precedence">What a message with it is sent at unless its writer says otherwise.</param>
/// <param name="Texts">By language code, each with every slot once, as <c>{name}</c>.</param>
public sealed record Phrase(string Code, Precedence Precedence, ImmutableArray<PhraseSlot> Slots, ImmutableSortedDictionary<string, string> Texts)
{
    /// <summary>The sentence with its slots open.</summary>
    public string TextIn(PhraseLanguage language) => Texts[language.Code];

    /// <summary>The sentence with those slots filled that have a value of their type; the others stay open.</summary>
    public string ReadIn(PhraseLanguage language, IReadOnlyDictionary<string, string> slots)
    {
        var text = TextIn(language);
        foreach (var slot in Slots)
        {
            if (slots.TryGetValue(slot.Name, out var given) && PhraseSlotReader.Read(slot.Type, given).Try(out var value, out _))
            {
                text = text.Replace(
                    $"{{{slot.Name}}}", language.RightToLeft ? $"{FilledPhrase.IsolateLeftToRight}{value.Shown}{FilledPhrase.EndOfIsolate}" : value.Shown, StringComparison.Ordinal);
            }
        }

        return text;
    }
}

/// <summary>A phrase with what stands in its slots, checked: <see cref="Phrasebook.Check"/> makes it. Immutable; any thread.</summary>
/// <param name="Values">In the order of the phrase's slots.</param>
public sealed record FilledPhrase(Phrase Phrase, ImmutableArray<PhraseSlotValue> Values)
{
    /// <summary>LEFT-TO-RIGHT ISOLATE (UAX #9): up to its end, what stands inside counts for the sentence around it as one neutral character.</summary>
    public const char IsolateLeftToRight = '\u2066';

    /// <summary>POP DIRECTIONAL ISOLATE: the end of an isolate.</summary>
    public const char EndOfIsolate = '\u2069';

    /// <summary>Name and value of each slot, as a letter carries them: each value in its one written form.</summary>
    public ImmutableSortedDictionary<string, string> Wire =>
        Phrase.Slots.Select((slot, i) => KeyValuePair.Create(slot.Name, Values[i].Wire)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The sentence. In a language that runs from right to left every value stands between <see cref="IsolateLeftToRight"/> and
    /// <see cref="EndOfIsolate"/>, so that digits, signs and call signs keep their order and don't turn the words around them. The sentence's
    /// own direction is for whoever shows it: <see cref="PhraseLanguage.RightToLeft"/>.
    /// </summary>
    public string In(PhraseLanguage language)
    {
        var template = Phrase.TextIn(language);
        var text = new StringBuilder(template.Length + (Values.Length * 32));
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0)
            {
                return text.Append(template, at, template.Length - at).ToString();
            }

            var close = template.IndexOf('}', open);
            var shown = ValueOf(template.AsSpan(open + 1, close - open - 1)).Shown;
            text.Append(template, at, open - at);
            _ = language.RightToLeft ? text.Append(IsolateLeftToRight).Append(shown).Append(EndOfIsolate) : text.Append(shown);
            at = close + 1;
        }

        return text.ToString();
    }

    private PhraseSlotValue ValueOf(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (name.SequenceEqual(Phrase.Slots[i].Name))
            {
                return Values[i];
            }
        }

        throw new InvalidOperationException($"A text of {Phrase.Code} has a slot '{name}' that the phrase has not");
    }
}
