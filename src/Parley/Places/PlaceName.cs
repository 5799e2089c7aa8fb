using System.Text;

namespace Parley.Places;

/// <summary>Names made comparable. Static; any thread.</summary>
internal static class PlaceName
{
    /// <summary>Longer than this is no name of a place.</summary>
    public const int MostLetters = 100;

    // Small Latin letters with marks (U+00C0 to U+024F and U+1E00 to U+1EFF, by their Unicode decompositions), after the plain one. The
    // process runs without the data of cultures, and .NET then decomposes nothing.
    private static readonly string[] Marked =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        "bḃḅḇ",
        "cçćĉċčḉ",
        "dďḋḍḏḑḓ",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        "fḟ",
        "gĝğġģǧǵḡ",
        "hĥȟḣḥḧḩḫẖ",
        "iìíîïĩīĭįİǐȉȋḭḯỉị",
        "jĵǰ",
        "kķǩḱḳḵ",
        "lĺļľḷḹḻḽ",
        "mḿṁṃ",
        "nñńņňǹṅṇṉṋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        "pṕṗ",
        "rŕŗřȑȓṙṛṝṟ",
        "sśŝşšſșṡṣṥṧṩẛ",
        "tţťțṫṭṯṱẗ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        "vṽṿ",
        "wŵẁẃẅẇẉẘ",
        "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ",
    ];

    // Those that have no decomposition, as they are mostly written in plain ones.
    private static readonly Dictionary<char, string> Plain = new(Marked.SelectMany(m => m[1..].Select(c => KeyValuePair.Create(c, m[..1]))))
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ł'] = "l",
        ['ı'] = "i",
        ['ħ'] = "h",
    };

    /// <summary>Letters and digits only, small, without accents: <c>São Tomé</c> and <c>sao-tome</c> are the same. Empty for what has none.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                continue;
            }

            var small = Rune.ToLowerInvariant(rune);
            if (small.IsBmp && Plain.TryGetValue((char)small.Value, out var plain))
            {
                key.Append(plain);
            }
            else
            {
                key.Append(small.ToString());
            }
        }

        return key.ToString();
    }

    /// <summary>How many letters have to be put in, left out, exchanged or swapped with their neighbour (optimal string alignment), up to <paramref name="most"/> + 1.</summary>
    public static int Differences(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }

        var (before, last, here) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            here[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                here[j] = Math.Min(Math.Min(here[j - 1], last[j]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    here[j] = Math.Min(here[j], before[j - 2] + 1);
                }

                least = Math.Min(least, here[j]);
            }

            if (least > most)
            {
                return most + 1;
            }

            (before, last, here) = (last, here, before);
        }

        return last[b.Length];
    }
}
