using System.Buffers;
using System.Globalization;
using System.Text;

namespace Parley.Client.Letters;

/// <summary>Whether a text from outside shows what it says: no control characters, none that reorder what stands around them. Pure; any thread.</summary>
public static class PlainText
{
    // Hebrew and Arabic put a few marks on one letter; a tower of them covers the lines above and below.
    private const int MostMarks = 6;

    /// <summary>True for well-formed text without control characters, line separators, bidirectional overrides or isolates, towers of combining marks, unassigned or private characters.</summary>
    public static bool IsSafe(string text)
    {
        var marks = 0;
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != OperationStatus.Done || !IsSafe(rune) || (marks = IsMark(rune) ? marks + 1 : 0) > MostMarks)
            {
                return false;
            }

            i += length;
        }

        return true;
    }

    /// <summary>The text with U+FFFD in the place of each character that is not safe, without the marks that are too many, cut with … where it is too long.</summary>
    /// <param name="most">UTF-16 code units.</param>
    public static string Defuse(string text, int most)
    {
        var safe = new StringBuilder(Math.Min(text.Length, most));
        var marks = 0;
        for (var i = 0; i < text.Length;)
        {
            var fine = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == OperationStatus.Done && IsSafe(rune);
            i += length;
            marks = fine && IsMark(rune) ? marks + 1 : 0;
            if (marks > MostMarks)
            {
                continue;
            }

            if (safe.Length + 3 > most)
            {
                return safe.Append('…').ToString();
            }

            safe.Append((fine ? rune : Rune.ReplacementChar).ToString());
        }

        return safe.ToString();
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsSafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && rune.Value is not (0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF);

    /// <summary>A party's name: a letter or digit, then at most 62 letters, digits, dots, underscores or hyphens (ASCII).</summary>
    public static bool IsPartyName(string? text)
    {
        if (text is not { Length: >= 1 and <= 63 } || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
