using System.CommandLine;
using System.Net;
using Parley.Client.Post;
using Parley.Core;

namespace Parley.Commands.PostWork;

/// <summary>What ends a command early: what to say, and the exit code. Caught once, in <see cref="PostCommands"/>.</summary>
internal sealed class PostWorkException(int code, string sentence) : Exception(sentence)
{
    public int Code { get; } = code;
}

/// <summary>One command line at work with a post: what was asked for, the client, and the ways out. One thread.</summary>
internal sealed class PostTalk(ParseResult parsed, PostAddress at, PostClient client, bool json, CancellationToken cancel)
{
    /// <summary>Fewer characters of an id say too little: whoever mistypes one must not meet another by chance.</summary>
    public const int LeastOfId = 4;

    public PostClient Client { get; } = client;

    public CancellationToken Cancel { get; } = cancel;

    /// <summary>The post's folder, as the user named it.</summary>
    public string Folder => at.Folder;

    public TextWriter Output { get; } = parsed.InvocationConfiguration.Output;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Prints what was answered, for people or as it came, or says why it was refused.</summary>
    /// <param name="code">The exit code for the value; 0 when left out.</param>
    public int End<T>(PostAnswer<T> answer, Action<T, Pages> print, Func<T, int>? code = null)
        where T : class
    {
        var value = Value(answer);
        if (json)
        {
            Output.WriteLine(answer.Body);
        }
        else
        {
            print(value, new Pages(Output));
            if (answer.Waits)
            {
                Output.WriteLine("The exchange has not taken it yet: it waits here, and goes by itself once the exchange answers.");
            }
        }

        return code?.Invoke(value) ?? ExitCode.Fine;
    }

    /// <exception cref="PostWorkException">It was refused.</exception>
    public T Value<T>(PostAnswer<T> answer)
        where T : class => answer switch
        {
            { Problem: null, Value: { } value } => value,
            { Status: HttpStatusCode.Unauthorized } => throw new PostWorkException(
                ExitCode.BadInput, $"The post at {at.Url} does not take the key in {Path.Combine(at.Folder, "api.key")}; give the folder of the post that runs there."),
            { Status: HttpStatusCode.Forbidden or HttpStatusCode.Conflict } => throw new PostWorkException(ExitCode.No, Sentence(answer.Problem!.Detail)),
            _ => throw new PostWorkException(ExitCode.BadInput, Sentence(answer.Problem?.Detail ?? "The post answered with nothing.")),
        };

    /// <exception cref="PostWorkException">Bad input, exit code 2.</exception>
    public static T Take<T>(Checked<T> result, string? where = null) => result.Try(out var value, out var problem)
        ? value
        : throw Bad((where is null ? problem : problem.Under(where)).ToString());

    public static PostWorkException Bad(string sentence) => new(ExitCode.BadInput, Sentence(sentence));

    public Task<string> AgreementIdAsync(string text) => IdAsync(text, "agreement", async () => Value(await Client.AgreementsAsync(Cancel)).Select(static a => a.Id));

    public Task<string> IntentIdAsync(string text) => IdAsync(text, "intent", async () => Value(await Client.IntentsAsync(cancel: Cancel)).Select(static i => i.Id));

    public Task<string> ConflictIdAsync(string text) => IdAsync(text, "conflict", async () => Value(await Client.ConflictsAsync(cancel: Cancel)).Select(static c => c.Id));

    public Task<string> ProposalIdAsync(string conflict, string text) =>
        IdAsync(text, "proposal", async () => Value(await Client.ConflictAsync(conflict, Cancel)).Proposals.Select(static p => p.Id));

    // Of the newest: nobody answers by hand what thousands came after.
    public Task<string> MessageIdAsync(string text) => IdAsync(text, "message", async () => Value(await Client.MessagesAsync(limit: 1000, cancel: Cancel)).Select(static m => m.Id));

    public Task<string> IncidentIdAsync(string text) => IdAsync(text, "incident", async () => Value(await Client.IncidentsAsync(Cancel)).Select(static i => i.Id));

    /// <summary>The whole id that a text begins, of those there are.</summary>
    internal static async Task<string> IdAsync(string text, string what, Func<Task<IEnumerable<string>>> known)
    {
        if (Guid.TryParseExact(text, "D", out var whole))
        {
            return whole.ToString("D");
        }

        if (text.Length < LeastOfId || text.Length > 36 || !text.All(static c => char.IsAsciiHexDigit(c) || c == '-'))
        {
            throw Bad($"{F3548.VolumeReader.Quote(text)} is no id: give all of it, or its first {LeastOfId} characters or more");
        }

        var found = (await known()).Where(id => id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw Bad($"No {what} here has an id that begins with {text}"),
            _ => throw Bad($"More than one {what} has an id that begins with {text}; give more of it"),
        };
    }

    private static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : text + ".";
}
