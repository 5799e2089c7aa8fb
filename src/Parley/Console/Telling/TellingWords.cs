using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Console.Texts;

namespace Parley.Console.Telling;

/// <summary>What a need is called in a notification, an e-mail or a line of the console, in one person's language. Pure.</summary>
internal static class TellingWords
{
    private const int MostText = 120;

    /// <summary>One line: what it is and whose.</summary>
    public static string Title(TellEvent what, Wording words) => what.Needs.Length == 1 ? Title(what.Needs[0], words) : words.Say("telling.say.many", what.Needs.Length, Title(what.Needs[0], words));

    /// <summary>As a line of a list: the title, and of a single need its text.</summary>
    public static string Line(TellEvent what, Wording words) =>
        Flat(what.Needs.Length == 1 && Text(what.Needs[0], words) is { Length: > 0 } text ? $"{Title(what, words)}: {text}" : Title(what, words));

    public static string Title(NeedView need, Wording words)
    {
        var party = Isolated(need.Party ?? "", 70);
        return need switch
        {
            { Kind: "test" } => words["telling.say.test"],
            { Kind: "message", What: "STOP" } => words.Say("telling.say.stop", party),
            { Kind: "message", What: "link-check" } => words.Say("telling.say.link-check", party),
            { Kind: "message" } => words.Say("telling.say.message", need.What, party),
            { Kind: "conflict", What: "proposal" } => words.Say("telling.say.proposal", party),
            { Kind: "conflict" } => words.Say(need.Severity >= 3 ? "telling.say.conflict-soon" : "telling.say.conflict", party),
            { Kind: "notice", What: "late" } => words.Say("telling.say.late", party),
            { Kind: "notice", What: "vague" } => words.Say("telling.say.vague", party),
            { Kind: "notice" } => words.Say("telling.say.notice", party),
            { Kind: "inquiry" } => words.Say("telling.say.inquiry", party),
            { Kind: "agreement" } => words["telling.say.agreement"],
            { Kind: "consent" } => words.Say("telling.say.consent", Isolated(need.Text ?? "", 70)),
            _ => words["telling.say.alarm"],
        };
    }

    /// <summary>A few words more, as far as there are any; others' text in an isolate of its own and cut short.</summary>
    public static string Text(NeedView need, Wording words) =>
        need.Kind is "consent" || need.Text is not { Length: > 0 } text ? "" : Isolated(need.Kind == "alarm" ? Flat(words.Sentence(text)) : text, MostText);

    /// <summary>Where in the console it is answered.</summary>
    public static string Path(NeedView need) => need.Kind switch
    {
        "message" when need.Party is { } party => $"/line?party={Uri.EscapeDataString(party)}",
        "conflict" => $"/conflicts/{need.Id}",
        "notice" => $"/intents/{need.Id}",
        "inquiry" => $"/incidents/{need.Id}",
        "agreement" => $"/agreements/{need.Id}",
        "test" => "/telling",
        _ => "/",
    };

    /// <summary>A party's words on one line, so that they turn nothing around them: U+2068 … U+2069.</summary>
    public static string Isolated(string text, int most) => text.Length == 0 ? "" : $"\u2068{PlainText.Defuse(text.ReplaceLineEndings(" "), most)}\u2069";

    /// <summary>Plain enough for a log or a subject that must not hold isolates.</summary>
    public static string Flat(string text) => text.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);
}
