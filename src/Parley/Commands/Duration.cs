using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Parley.Core;

namespace Parley.Commands;

/// <summary>Durations as people write them: <c>45s</c>, <c>5min</c>, <c>1h30m</c>. Pure; any thread.</summary>
internal static class Duration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Reads one or more numbers with a unit each: <c>s</c> or <c>sec</c>, <c>m</c> or <c>min</c>, <c>h</c>, <c>d</c>; 1,000 days at most.
    /// </summary>
    public static Checked<TimeSpan> Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var total = TimeSpan.Zero;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var end = digits < 0 ? -1 : rest[digits..].IndexOfAny(Digits);
            var unit = digits < 0 ? "" : rest[digits..(end < 0 ? rest.Length : digits + end)].Trim().ToString();
            var seconds = unit switch { "s" or "sec" => 1, "m" or "min" => 60, "h" => 3600, "d" => 86400, _ => 0 };
            if (seconds == 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number * seconds > TimeSpan.FromDays(1000).TotalSeconds)
            {
                return Wrong(text);
            }

            total += TimeSpan.FromSeconds(number * seconds);
            rest = end < 0 ? [] : rest[(digits + end)..];
        }

        return text.AsSpan().Trim().Length == 0 ? Wrong(text) : total;
    }

    /// <summary>An option that takes a duration and says so when it gets something else.</summary>
    public static Option<TimeSpan> Option(string name, string description, TimeSpan @default) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        DefaultValueFactory = _ => @default,
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value).Try(out var span, out var problem))
            {
                return span;
            }

            result.AddError($"{name} {problem.Sentence}.");
            return default;
        },
    };

    private static Problem Wrong(string text) => new("", $"got '{text}', which is no duration; write it like 45s, 5min or 1h30m");
}
