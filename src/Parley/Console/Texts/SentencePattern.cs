using System.Text.RegularExpressions;

namespace Parley.Console.Texts;

/// <summary>One English sentence with what is filled into it, and its text in another language. Matching takes time linear in the sentence's length. Immutable.</summary>
internal sealed partial class SentencePattern
{
    private readonly string[] _literals;
    private readonly int[] _places;
    private readonly HashSet<int> _pieces = [];
    private readonly int _values;

    /// <param name="english">As in <c>There is no {0*} {1} here.</c>; between two placeholders stands at least one character.</param>
    /// <param name="text">With the same placeholders, as <see cref="string.Format(string, object)"/> takes them.</param>
    public SentencePattern(string english, string text)
    {
        Text = text;
        var places = Placeholder().Matches(english);
        _places = [.. places.Select(static m => int.Parse(m.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))];
        _literals = new string[places.Count + 1];
        var from = 0;
        for (var i = 0; i < places.Count; i++)
        {
            _literals[i] = english[from..places[i].Index];
            from = places[i].Index + places[i].Length;
            if (places[i].Groups["piece"].Length > 0)
            {
                _pieces.Add(_places[i]);
            }
        }

        _literals[^1] = english[from..];
        _values = _places.Length == 0 ? 0 : _places.Max() + 1;
        Letters = _literals.Sum(static l => l.Length);
    }

    public string Text { get; }

    /// <summary>How many of its characters are its own.</summary>
    public int Letters { get; }

    public bool IsPiece(int value) => _pieces.Contains(value);

    /// <summary>
    /// What was filled in, by number; null when it is another sentence. Each value is the shortest that fits. One at the very beginning is a name, a
    /// number or the like: a quotation or a colon in it means that the sentence is another, whose words of another party only end like this one.
    /// </summary>
    public string[]? Match(string english)
    {
        if (!english.StartsWith(_literals[0], StringComparison.Ordinal))
        {
            return null;
        }

        var values = new string[_values];
        var at = _literals[0].Length;
        for (var i = 0; i < _places.Length; i++)
        {
            var last = i == _places.Length - 1;
            var next = _literals[i + 1];
            var end = !last ? english.IndexOf(next, Math.Min(at + 1, english.Length), StringComparison.Ordinal)
                : english.EndsWith(next, StringComparison.Ordinal) ? english.Length - next.Length : -1;
            if (end <= at || (at == 0 && Quotes(english.AsSpan(0, end))))
            {
                return null;
            }

            values[_places[i]] ??= english[at..end];
            at = end + next.Length;
        }

        return at == english.Length ? values : null;
    }

    private static bool Quotes(ReadOnlySpan<char> beginning) => beginning.Contains('“') || beginning.Contains(": ", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<number>[0-9]+)(?<piece>\*?)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
