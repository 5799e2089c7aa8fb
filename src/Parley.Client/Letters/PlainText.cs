using System.Globalization;
using System.Text;

namespace Parley.Client.Letters;

/// <summary>Whether a text from outside shows what it says: no control characters, none that reorder what stands around them. Pure; any thread.</summary>
public static class PlainText
{
    /// <summary>True for well-formed text without control characters, line separators, bidirectional overrides or isolates, unassigned or private characters.</summary>
    public static bool IsSafe(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF)
            {
                return false;
            }

            i += length;
        }

        return true;
    }

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
