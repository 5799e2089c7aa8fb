using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Tests.Console;

/// <summary>
/// Finds the sentences in a source: each literal among the arguments of a problem or a refusal, with <c>{0}</c>, <c>{1}</c> … where something is
/// filled in. It reads regular and interpolated literals of one line, which is all that the sources use there.
/// </summary>
internal static partial class SourceSentences
{
    public static IEnumerable<string> In(string source)
    {
        foreach (Match call in Calls().Matches(source))
        {
            // The first argument of these says where or which, not what.
            foreach (var sentence in Arguments(source, call.Index + call.Length, call.Value.StartsWith("PostRefused", StringComparison.Ordinal) || call.Value.Contains("Unavailable", StringComparison.Ordinal)))
            {
                yield return sentence;
            }
        }
    }

    private static List<string> Arguments(string source, int at, bool all)
    {
        var (found, depth, argument) = (new List<string>(), 0, 0);
        for (; ; at++)
        {
            var c = source[at];
            if (c is '(' or '[' or '{')
            {
                depth++;
            }
            else if (c is ')' or ']' or '}')
            {
                if (depth-- == 0)
                {
                    return found;
                }
            }
            else if (c == ',' && depth == 0)
            {
                argument++;
            }
            else if (c == '\'')
            {
                at += source[at + 1] == '\\' ? 3 : 2;
            }
            else if (c == '"')
            {
                var (text, end) = Literal(source, at);
                at = end - 1;
                if ((all || argument > 0) && text.Contains(' ', StringComparison.Ordinal))
                {
                    found.Add(text);
                }
            }
        }
    }

    // From its opening quotation mark to behind the closing one.
    private static (string Text, int End) Literal(string source, int at)
    {
        var interpolated = source[at - 1] == '$';
        var (text, holes) = (new StringBuilder(), 0);
        for (at++; source[at] != '"'; at++)
        {
            if (source[at] == '\\')
            {
                text.Append(source[++at]);
            }
            else if (interpolated && source[at] == '{' && source[at + 1] != '{')
            {
                text.Append('{').Append(holes++).Append('}');
                at = EndOfHole(source, at);
            }
            else
            {
                text.Append(source[at]);
            }
        }

        return (text.ToString(), at + 1);
    }

    private static int EndOfHole(string source, int at)
    {
        for (var depth = 0; ; at++)
        {
            depth += source[at] is '{' or '(' ? 1 : source[at] is '}' or ')' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }

            if (source[at] == '"')
            {
                at = Literal(source, at).End - 1;
            }
            else if (source[at] == '\'')
            {
                at += source[at + 1] == '\\' ? 3 : 2;
            }
        }
    }

    [GeneratedRegex(@"new Problem\(|PostRefused\.\w+\(|new PostUnavailable\(|Answer\.Problem\(")]
    private static partial Regex Calls();
}
