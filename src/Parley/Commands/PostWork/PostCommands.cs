using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>Commands that talk to a running post: which post, and whether people or programs read the answer, is asked for alike in all.</summary>
internal sealed class PostCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _post = new("--post")
    {
        Description = $"The post's folder. Default: {PostAddress.Variable}, else this folder",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the API's answer as it is, JSON", Recursive = true };

    /// <summary>The word that all commands of a kind begin with; its options count for those below it too.</summary>
    public DocumentedCommand Top(DocumentedCommand command, params IReadOnlyList<Command> below)
    {
        if (below.Count > 0)
        {
            command.Group("Do", [.. below]);
        }

        return Ends(command.Group("Post", _post, _json));
    }

    /// <summary>What a command does, once the post's folder was read.</summary>
    /// <param name="patience">How long the post may take to answer; 30 s when left out.</param>
    public DocumentedCommand Does(DocumentedCommand command, Func<PostTalk, Task<int>> act, TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        command.SetAction(async (parsed, cancel) =>
        {
            if (!PostAddress.Find(parsed.GetValue(_post)).Try(out var at, out var problem))
            {
                return parsed.Refuse(problem);
            }

            // A proxy for the web has no business between a post and its own people.
            using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), SslOptions = { RemoteCertificateValidationCallback = at.Trusts } };
            using var http = new HttpClient(handler) { BaseAddress = at.Url, Timeout = longest };
            try
            {
                return await act(new PostTalk(parsed, at, new PostClient(http, at.Key), parsed.GetValue(_json), cancel));
            }
            catch (PostWorkException e)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{CommandLine.PathOf(parsed.CommandResult.Command)}: {e.Message}");
                return e.Code;
            }
            catch (HttpRequestException)
            {
                return parsed.Refuse($"No post answers at {at.Url}; start it with: parley post run {at.Folder}");
            }
            catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
            {
                return parsed.Refuse($"The post at {at.Url} did not answer within {longest.TotalSeconds:0} s; look at its log.");
            }
        });
        return Ends(command);
    }

    private static DocumentedCommand Ends(DocumentedCommand command) => command
        .Exit(ExitCode.No, "done, and the answer is \"no\": it was refused, or a conflict was found")
        .Exit(ExitCode.BadInput, "bad usage or input, or no post answers; the sentence printed says what to change");

    public static Option<string?> Officer(bool required = false) => new("--officer") { Description = "Who says so, by name", HelpName = "NAME", Required = required };

    public static Option<string?> Reason(bool required = false) => new("--reason") { Description = "Why, for the other side to read", HelpName = "TEXT", Required = required };

    public static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    /// <summary>The parties that something goes to: <c>--to quill --to marsh</c>.</summary>
    public static Option<string[]> To(string description) => new("--to") { Description = description, HelpName = "PARTY" };

    /// <summary>Those that <c>--to</c> named; null when it was left out.</summary>
    public static IReadOnlyList<string>? Named(string[]? parties) => parties is { Length: > 0 } ? parties : null;

    public static Argument<string> Id(string name = "ID", string what = "Its id, or the first 4 characters of it or more") => new(name) { Description = what };
}
