using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley comment</c>: what people wrote under an intent, a conflict or an incident.</summary>
internal sealed class CommentCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new CommentCommand();
        return it._commands.Top(
            new DocumentedCommand("comment", "Comment on an intent, a conflict or an incident, and read the comments.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["A comment stays within this party, unless --across says that the other side is to read it too. One across can't be taken back."],
                Examples =
                [
                    new("parley comment add conflict 2f83 --text \"Hold until Lund has called.\" --officer Okafor", "only this party reads it"),
                    new("parley comment add conflict 2f83 --across --text \"We can wait until 12.\" --officer Okafor", "the other side reads it too"),
                    new("parley comment list intent 9c0d", "the newest first"),
                ],
            },
            it.Add(), it.List());
    }

    private static Argument<string> About() => new("ABOUT") { HelpName = "intent|conflict|incident", Description = "What the comment is under" };

    private DocumentedCommand List()
    {
        var (about, id) = (About(), PostCommands.Id());
        return _commands.Does(
            new DocumentedCommand("list", "List the comments, the newest first.").Group("What", about, id),
            async talk => talk.End(await talk.Client.CommentsAsync(talk.Get(about)!, await IdAsync(talk, talk.Get(about)!, talk.Get(id)!), limit: 1000, cancel: talk.Cancel), Print));
    }

    private DocumentedCommand Add()
    {
        var (about, id, officer) = (About(), PostCommands.Id(), PostCommands.Officer(required: true));
        var text = PostCommands.Text("--text", "TEXT", "What it says, on one line");
        text.Required = true;
        var across = new Option<bool>("--across") { Description = "The other side reads it too" };
        var to = PostCommands.To("Who is to read it with --across; again for each. Needed where there is more than one side");
        return _commands.Does(new DocumentedCommand("add", "Write a comment.").Group("What", about, id, text, across, to, officer), async talk =>
        {
            var request = new CommentRequest
            {
                About = talk.Get(about),
                Id = await IdAsync(talk, talk.Get(about)!, talk.Get(id)!),
                Comment = Guid.NewGuid().ToString(),
                Text = talk.Get(text),
                Across = talk.Get(across),
                To = PostCommands.Named(talk.Get(to)),
                Officer = talk.Get(officer),
            };
            return talk.End(
                await talk.Client.CommentAsync(request, talk.Cancel),
                static (comment, pages) => pages.Line(comment.Across ? $"Sent: {string.Join(", ", comment.Readers)} will read it too." : $"Kept: only {comment.Party} reads it."));
        });
    }

    private static Task<string> IdAsync(PostTalk talk, string about, string text) => about switch
    {
        "intent" => talk.IntentIdAsync(text),
        "conflict" => talk.ConflictIdAsync(text),
        "incident" => talk.IncidentIdAsync(text),
        _ => throw PostTalk.Bad($"{F3548.VolumeReader.Quote(about)} is not known; use intent, conflict or incident"),
    };

    private static void Print(IReadOnlyList<CommentView> comments, Pages pages)
    {
        if (comments.Count == 0)
        {
            pages.Line("No comments.");
            return;
        }

        pages.Table(
            ["When (UTC)", "By", "Read by", "Text"],
            comments.Select(static c => (string[])[
                c.Pending ? "not sent yet" : Pages.Clock(c.At), $"{c.Party}{Pages.By(c.Officer)}", c.Across ? string.Join(", ", c.Readers) + " too" : "this party only", c.Text]));
    }
}
