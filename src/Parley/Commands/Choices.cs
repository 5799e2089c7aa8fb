using System.CommandLine;

namespace Parley.Commands;

/// <summary>Options that take one of a few words.</summary>
internal static class Choices
{
    /// <summary>Refuses any other word, with one sentence that lists those there are. Case counts.</summary>
    public static void OneOf(this Option<string> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"{option.Name} got '{token.Value}'; give {string.Join(" or ", words)}.");
            }
        });
    }
}
