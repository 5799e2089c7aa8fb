namespace Parley.Client.Post;

// How tight the mechanism was, and how tight it would have been under other terms (docs/formats.md defines each figure). Times are RFC 3339
// in UTC; seconds and minutes as the names say.

/// <summary>GET /api/report.</summary>
/// <param name="From">Null: from the journal's first entry on.</param>
/// <param name="Entries">How many journal entries were read for it.</param>
/// <param name="Days">All counterparts together, day by day; days on which nothing was are left out.</param>
public sealed record ReportView(
    string Post, string? From, string To, FiguresView Total, IReadOnlyList<FiguresView> Parties, long Entries, double TookS, IReadOnlyList<DayView> Days);

/// <summary>One day, by the day on which a notice was told, a link check sent or missed, a conflict found.</summary>
/// <param name="Day"><c>yyyy-MM-dd</c>, in UTC.</param>
/// <param name="Conflicts">Found.</param>
public sealed record DayView(string Day, DaySideView Ours, DaySideView Theirs, int Conflicts);

/// <summary>The same counts as those of the whole period, of one day.</summary>
public sealed record DaySideView(int Told, int Late, int ChecksKept, int ChecksMissed);

/// <param name="Party">Null: all counterparts together, each thing counted once.</param>
/// <param name="Ours">What this post told, sent, tested, opened, asked.</param>
/// <param name="Theirs">What it was told, sent, tested with, asked.</param>
public sealed record FiguresView(string? Party, SideView Ours, SideView Theirs, ConflictFiguresView Conflicts);

/// <param name="Messages">By precedence; link checks are not among them.</param>
/// <param name="Incidents">Opened.</param>
public sealed record SideView(
    NoticeFiguresView Notices, IReadOnlyDictionary<string, MessageFiguresView> Messages, LinkCheckFiguresView LinkChecks, int Incidents, InquiryFiguresView Inquiries);

/// <param name="LeadTimeS">Start minus the exchange's time of the notice; below 0 is after the start. Null when there is none.</param>
/// <param name="Seen">How many an officer of the receiver acknowledged.</param>
public sealed record NoticeFiguresView(int Told, int Late, int Vague, SpreadView? LeadTimeS, IReadOnlyList<BucketView> LeadTimeBuckets, int Seen, SpreadView? SeenAfterS);

/// <summary>Nearest-rank percentiles.</summary>
public sealed record SpreadView(double Min, double P5, double P50, double P95, double Max);

/// <param name="FromS">Null: no lower bound.</param>
/// <param name="BelowS">Null: no upper bound.</param>
public sealed record BucketView(double? FromS, double? BelowS, int Count);

/// <param name="InTime">Acknowledged within the agreed time.</param>
/// <param name="Late">Acknowledged after it.</param>
/// <param name="Unacknowledged">Not acknowledged, and the agreed time is over.</param>
/// <param name="Escalations">Steps taken for want of an acknowledgement.</param>
public sealed record MessageFiguresView(int Sent, int InTime, int Late, int Unacknowledged, SpreadView? AcknowledgedAfterS, int Escalations);

/// <param name="Why">How often for each reason: <c>link-down</c>, <c>post-down</c>, <c>nobody-on-watch</c>, <c>unanswered</c>.</param>
public sealed record LinkCheckFiguresView(int Kept, int Missed, IReadOnlyDictionary<string, int> Why);

/// <param name="Answers">How often <c>confirmed</c>, <c>denied</c>, <c>neither-confirmed-nor-denied</c>.</param>
public sealed record InquiryFiguresView(int Put, int InTime, int Late, int Unanswered, int Open, IReadOnlyDictionary<string, int> Answers);

/// <param name="Unresolved">Their time passed and they were not settled.</param>
public sealed record ConflictFiguresView(int Found, int ResolvedInTime, int ResolvedLate, int Unresolved, int Open, double UnresolvedMinutes);

/// <summary>POST /api/tighten. What is left out stays as agreed.</summary>
public sealed record TightenRequest
{
    public string? Agreement { get; set; }

    public double? MinimumNoticeS { get; set; }

    public double? HorizontalM { get; set; }

    public double? VerticalM { get; set; }

    public double? TimeS { get; set; }

    /// <summary>By precedence.</summary>
    public Dictionary<string, double?>? AcknowledgeWithinS { get; set; }

    /// <summary>RFC 3339; the journal's beginning when left out.</summary>
    public string? From { get; set; }

    /// <summary>RFC 3339; now when left out.</summary>
    public string? To { get; set; }
}

/// <param name="Would">What would have been late, in conflict or unacknowledged in time, and was not.</param>
/// <param name="WouldNot">What was, and would not have been.</param>
public sealed record TightenView(
    string Agreement, TermsView AsAgreed, TermsView Tried, string? From, string To, TightFiguresView FiguresAsAgreed, TightFiguresView FiguresTried, DifferenceView Would, DifferenceView WouldNot,
    long Entries, double TookS);

public sealed record TermsView(double MinimumNoticeS, double HorizontalM, double VerticalM, double TimeS, IReadOnlyDictionary<string, double> AcknowledgeWithinS);

/// <summary>Of what is under the agreement.</summary>
public sealed record TightFiguresView(int Notices, int Late, int Conflicts, double UnresolvedMinutes, int Messages, int Unacknowledged);

/// <summary>Counts of all, and the newest 1,000 of each.</summary>
public sealed record DifferenceView(
    int LateCount, int ConflictCount, int UnacknowledgedCount, IReadOnlyList<LateNoticeView> Late, IReadOnlyList<MeetingView> Conflicts, IReadOnlyList<UnacknowledgedView> Unacknowledged);

public sealed record LateNoticeView(string Intent, int Version, string Owner, string Party, string At, double LeadTimeS);

/// <param name="Found">When it was found, or would have been.</param>
/// <param name="Gap">How near the two came.</param>
public sealed record MeetingView(string Conflict, IReadOnlyList<string> Intents, IReadOnlyList<string> Parties, string Found, GapView Gap, string Start, string End);

/// <param name="AfterS">When it was acknowledged; null: never.</param>
/// <param name="WithinS">Within what it was to be, under the terms by which it was not in time.</param>
public sealed record UnacknowledgedView(string Message, string Kind, string Precedence, string From, string To, string At, double? AfterS, double WithinS);
