using System.Reflection;
using System.Text.Json.Serialization;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post.Record;

/// <summary>What an entry of a post's journal says, for people who read it: who, what, about what. Immutable, thread-safe.</summary>
internal static class EntryWords
{
    private const int MostText = 300;

    private static readonly Dictionary<Type, string> Kinds = Names(typeof(PostCommand));
    private static readonly Dictionary<Type, string> Types = Names(typeof(LetterBody));

    /// <summary>What entries do, as the journal writes it.</summary>
    public static IEnumerable<string> AllKinds => Kinds.Values;

    /// <summary>What letters say, without their version.</summary>
    public static IEnumerable<string> AllLetters => Types.Values.Select(Plain).Distinct();

    /// <param name="me">This post's party.</param>
    public static JournalEntryView Of(long position, PostCommand entry, PartyName me)
    {
        var letters = LettersOf(entry);
        var body = letters.Count > 0 ? letters[0].Body : null;
        var (aboutKind, about) = body is not null && AboutOf(body) is { Id: not null } said ? said : AboutOf(entry);
        var (officer, second) = body is not null ? OfficersOf(body) : OfficersOf(entry);
        var (place, time) = entry switch
        {
            ReceiveLetter take => (take.Place, take.Time),
            TakeSent sent => (sent.Place, sent.Time),
            TellHistory told => (told.Place, told.Time),
            TakeHistory take => (take.Place, (Instant?)null),
            _ => ((long?)null, (Instant?)null),
        };
        return new JournalEntryView(
            position, entry.Now.ToString(), Kinds[entry.GetType()], body is null ? null : Plain(Types[body.GetType()]), letters.Count, FromOf(entry, me).Value,
            [.. letters.SelectMany(static l => l.To).Concat(WithOf(entry)).Distinct(StringComparer.Ordinal)], officer, second, aboutKind, about, null,
            Cut(body is not null ? TextOf(body) : TextOf(entry)), place, time?.ToString());
    }

    private static Dictionary<Type, string> Names(Type of) =>
        of.GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(static a => a.DerivedType, static a => (string)a.TypeDiscriminator!);

    private static string Plain(string type) => type[..type.IndexOf('/', StringComparison.Ordinal)];

    private static string? Cut(string? text) => text is { Length: > MostText } ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MostText - 2]) ? MostText - 2 : MostText - 1), "…") : text;

    private static IReadOnlyList<(LetterBody Body, IEnumerable<string> To)> LettersOf(PostCommand entry)
    {
        static (LetterBody, IEnumerable<string>) Of(Draft d) => (d.Body, d.To.Select(static p => p.Value));
        return entry switch
        {
            WriteLetters write => [.. write.Letters.Select(Of)],
            EndFiling filed => [.. filed.Letters.Select(Of)],
            PutRecipients { Tell: { } tell } => [Of(tell)],
            MarkRecipient { Tell: { } tell } => [Of(tell)],
            ReceiveLetter take => [(take.Letter.Body, take.Letter.To.Keys)],
            TellHistory told => [(told.Letter.Body, told.Letter.To.Keys)],
            TakeSent { Letter: { } letter } => [(letter.Body, letter.To.Keys)],
            _ => [],
        };
    }

    private static PartyName FromOf(PostCommand entry, PartyName me) => entry switch
    {
        ReceiveLetter take => take.Letter.From,
        TellHistory told => told.Letter.From,
        TakeReceipt receipt => receipt.By,
        RefuseLetter refused => refused.From,
        TakeCivil civil => civil.Manager,
        KeepReport report => report.By,
        _ => me,
    };

    private static IEnumerable<string> WithOf(PostCommand entry) => entry switch
    {
        PinParty pin => [pin.Party.Value],
        MuteParty mute => [mute.Party.Value],
        SkipMissing skip => [skip.From.Value],
        ReleaseHeld held => [held.From.Value],
        EndHistory end => [end.Teller.Value],
        TellHistory told => [told.Teller.Value],
        KeepExchange kept => [kept.With.Value],
        AdoptNumbers adopt => adopt.Ask.Select(static p => p.Value),
        _ => [],
    };

    private static (string? Kind, string? Id) AboutOf(PostCommand entry) => entry switch
    {
        PinParty pin => ("party", pin.Party.Value),
        MuteParty mute => ("party", mute.Party.Value),
        BeginFiling f => ("intent", f.Intent.ToString()),
        EndFiling f => ("intent", f.Intent.ToString()),
        FailFiling f => ("intent", f.Intent.ToString()),
        TakeCivil civil => ("intent", civil.Id.ToString()),
        DropCivil civil => ("intent", civil.Id.ToString()),
        PutRecipients put => ("intent", put.Intent.ToString()),
        MarkRecipient mark => ("intent", mark.Intent.ToString()),
        KeepExchange kept => ("intent", kept.About.ToString()),
        FailChange fail => ("conflict", fail.Conflict.ToString()),
        TakeAlarm alarm => ("alarm", alarm.Alarm),
        KeepComment c => (KindOf(c.About), c.Subject.ToString()),
        _ => (null, null),
    };

    private static (string? Kind, string? Id) AboutOf(LetterBody body) => body switch
    {
        AgreementDrafted a => ("agreement", a.Agreement.ToString()),
        AgreementSigned a => ("agreement", a.Agreement.ToString()),
        AgreementSuspended a => ("agreement", a.Agreement.ToString()),
        AgreementResumed a => ("agreement", a.Agreement.ToString()),
        AgreementEnded a => ("agreement", a.Agreement.ToString()),
        Notice n => ("intent", n.Intent.ToString()),
        NoticeWithdrawn n => ("intent", n.Intent.ToString()),
        NoticeSeen n => ("intent", n.Intent.ToString()),
        PlaceConfirmed n => ("intent", n.Intent.ToString()),
        NoticePassedOn n => ("intent", n.Intent.ToString()),
        Reconfirmed n => ("intent", n.Intent.ToString()),
        Proposed p => ("conflict", p.Conflict.ToString()),
        ProposalAnswered p => ("conflict", p.Conflict.ToString()),
        Stood s => ("conflict", s.Conflict.ToString()),
        MessageSent m => ("message", m.Message.ToString()),
        MessageDelivered m => ("message", m.Message.ToString()),
        MessageRead m => ("message", m.Message.ToString()),
        MessageAcknowledged m => ("message", m.Message.ToString()),
        MessageEscalated m => ("message", m.Original.Message.ToString()),
        IncidentOpened i => ("incident", i.Incident.ToString()),
        IncidentClosed i => ("incident", i.Incident.ToString()),
        InquiryPut i => ("incident", i.Incident.ToString()),
        InquiryAnswered i => ("incident", i.Incident.ToString()),
        CommentMade c => (KindOf(c.About), c.Subject.ToString()),
        _ => (null, null),
    };

    private static string KindOf(CommentAbout about) => about switch { CommentAbout.Conflict => "conflict", CommentAbout.Incident => "incident", _ => "intent" };

    private static (string? Officer, string? Second) OfficersOf(PostCommand entry) => entry switch
    {
        PinParty p => (p.Officer, p.SecondOfficer),
        MakeKeys m => (m.Officer, m.SecondOfficer),
        DropKeys d => (d.Officer, null),
        TakeAlarm a => (a.Officer, null),
        TakeWatch w => (w.Officer, w.From),
        LeaveWatch w => (w.Officer, null),
        MuteParty m => (m.Officer, null),
        MarkRecipient m => (m.Officer, null),
        KeepComment c => (c.Officer, null),
        _ => (null, null),
    };

    private static (string? Officer, string? Second) OfficersOf(LetterBody body) => body switch
    {
        AgreementSigned a => (a.Officer, null),
        AgreementSuspended a => (a.Officer, a.SecondOfficer),
        AgreementResumed a => (a.Officer, null),
        AgreementEnded a => (a.Officer, null),
        NoticeSeen n => (n.Officer, null),
        PlaceConfirmed p => (p.Officer, null),
        Reconfirmed r => (r.Officer, null),
        Proposed p => (p.Officer, p.SecondOfficer),
        ProposalAnswered p => (p.Officer, p.SecondOfficer),
        Stood s => (s.Officer, null),
        MessageSent m => (m.Officer, null),
        MessageRead m => (m.Officer, null),
        MessageAcknowledged m => (m.Officer, null),
        IncidentOpened i => (i.Officer, null),
        IncidentClosed i => (i.Officer, i.SecondOfficer),
        InquiryPut i => (i.Officer, null),
        InquiryAnswered i => (i.Officer, null),
        CommentMade c => (c.Officer, null),
        _ => (null, null),
    };

    private static string? TextOf(PostCommand entry) => entry switch
    {
        RefuseLetter r => r.Reason,
        VoidLetter v => v.Reason,
        FailFiling f => f.Reason,
        FailChange f => f.Reason,
        TakeWatch w => w.Note,
        LeaveWatch w => w.Note,
        PinParty p => p.Fingerprint,
        MakeKeys m => m.Reason is null ? m.Fingerprint : $"{m.Fingerprint} — {m.Reason}",
        DropKeys d => d.Fingerprint,
        ChangeKeys c => c.Fingerprint,
        MarkRecipient m => m.Name,
        KeepComment c => c.Text,
        _ => null,
    };

    private static string? TextOf(LetterBody body) => body switch
    {
        AgreementSigned a => a.Hash,
        AgreementSuspended a => a.Reason,
        AgreementEnded a => a.Reason,
        Notice n => n.Note,
        NoticeWithdrawn n => n.Reason,
        Proposed p => p.Reason,
        ProposalAnswered p => p.Reason,
        Stood s => s.Reason,
        MessageSent m => MessageText(m),
        MessageEscalated m => MessageText(m.Original),
        WatchTold w => string.Join(", ", w.Officers),
        IncidentOpened i => i.Known,
        IncidentClosed i => i.Reason,
        InquiryPut i => i.Question,
        InquiryAnswered i => i.Text,
        CommentMade c => c.Text,
        _ => null,
    };

    // The letter stands in the journal as it was signed; what is shown of it must not mislead.
    private static string? MessageText(MessageSent m)
    {
        var shown = Texts.Defused(m);
        return shown.Text ?? (shown.Phrase is { } phrase ? Phrasebook.Check(phrase.Code, phrase.Slots).Try(out var filled, out _) ? filled.In(PhraseLanguage.English) : phrase.Code : null);
    }
}
