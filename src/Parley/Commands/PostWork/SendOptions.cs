using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>How a message is written on a command line: text, a coded phrase, a point, an intent.</summary>
internal sealed class SendOptions
{
    private readonly Option<string[]> _to = PostCommands.To("Who gets it; again for each. Default: every party that an agreement names");
    private readonly Option<string> _precedence = new("--precedence") { Description = "FLASH, IMMEDIATE, PRIORITY or ROUTINE. Default: the phrase's own, else ROUTINE", HelpName = "WORD" };
    private readonly Option<string?> _text = PostCommands.Text("--text", "TEXT", "Travels as written; nobody translates it");

    private readonly Option<string[]> _phrase = new("--phrase")
    {
        Description = "A coded phrase and its slots, read by each side in its own language: AIR-01 position=54.03,19.13",
        HelpName = "CODE [SLOT=VALUE ...]",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _thread = PostCommands.Text("--thread", "ID", "The message it goes on from");
    private readonly Option<string?> _point = PostCommands.Text("--point", "LAT,LNG", "A point on the map, degrees");
    private readonly Option<string?> _intent = PostCommands.Text("--intent", "ID", "An intent it is about");
    private readonly Option<string?> _officer = PostCommands.Officer(required: true);

    public SendOptions() => _precedence.OneOf("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE");

    public IReadOnlyList<Symbol> All => [_to, _precedence, _text, _phrase, _thread, _point, _intent, _officer];

    /// <exception cref="PostWorkException">What is asked for is no message.</exception>
    public async Task<MessageRequest> ReadAsync(PostTalk talk)
    {
        var attachments = new List<AttachmentRequest>();
        if (talk.Get(_point) is { } point)
        {
            var at = PostTalk.Take(Position.Parse(point), "--point");
            attachments.Add(new AttachmentRequest { Kind = "point", Points = [new PointRequest { Lat = at.Lat, Lng = at.Lng }] });
        }

        if (talk.Get(_intent) is { } intent)
        {
            attachments.Add(new AttachmentRequest { Kind = "intent", Intent = await talk.IntentIdAsync(intent) });
        }

        return new MessageRequest
        {
            To = PostCommands.Named(talk.Get(_to)),
            Precedence = talk.Get(_precedence),
            Text = talk.Get(_text),
            Phrase = talk.Get(_phrase) is [var code, .. var slots] ? new PhraseRequest { Code = code, Slots = Slots(slots) } : null,
            Thread = talk.Get(_thread) is { } thread ? await talk.MessageIdAsync(thread) : null,
            Attachments = attachments.Count > 0 ? attachments : null,
            Officer = talk.Get(_officer),
        };
    }

    private static Dictionary<string, string?> Slots(string[] given) =>
        PostTalk.Take(PhraseCommand.Slots(given), "--phrase").ToDictionary(static s => s.Key, static string? (s) => s.Value, StringComparer.Ordinal);
}
