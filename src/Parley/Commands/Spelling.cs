namespace Parley.Commands;

/// <summary>Guesses what a mistyped word was meant to be. Pure; any thread.</summary>
internal static class Spelling
{
    /// <summary>The word at most two edits away and nearest to what was typed, or null.</summary>
    public static string? Nearest(string typed, IEnumerable<string> words) =>
        words.Select(w => (Word: w, Edits: Edits(typed, w)))
            .Where(w => w.Edits <= Math.Min(2, w.Word.Length / 2))
            .OrderBy(w => w.Edits)
            .Select(w => w.Word)
            .FirstOrDefault();

    // Levenshtein's distance, one row at a time.
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
