namespace Parley.Client.Post;

// What the API of the line, the watch and incidents takes. Every member may be absent; a missing one is named in a sentence.

public sealed record MessageRequest : INamesAnOfficer
{
    /// <summary>A UUID of the caller's choice, so that sending can be tried again; drawn when left out.</summary>
    public string? Id { get; set; }

    /// <summary>Parties; all counterparts when left out.</summary>
    public IReadOnlyList<string?>? To { get; set; }

    /// <summary><c>FLASH</c>, <c>IMMEDIATE</c>, <c>PRIORITY</c> or <c>ROUTINE</c> (the default).</summary>
    public string? Precedence { get; set; }

    public string? Text { get; set; }

    public PhraseRequest? Phrase { get; set; }

    /// <summary>The message that began the thread.</summary>
    public string? Thread { get; set; }

    public IReadOnlyList<AttachmentRequest?>? Attachments { get; set; }

    public string? Officer { get; set; }
}

public sealed record PhraseRequest
{
    public string? Code { get; set; }

    public Dictionary<string, string?>? Slots { get; set; }
}

public sealed record AttachmentRequest
{
    /// <summary><c>point</c>, <c>track</c> or <c>intent</c>.</summary>
    public string? Kind { get; set; }

    public IReadOnlyList<PointRequest?>? Points { get; set; }

    public string? Intent { get; set; }

    public string? Label { get; set; }
}

public sealed record PointRequest
{
    public double? Lat { get; set; }

    public double? Lng { get; set; }

    public double? AltitudeM { get; set; }

    public string? At { get; set; }
}

public sealed record StopRequest : INamesAnOfficer
{
    public string? Text { get; set; }

    public string? Officer { get; set; }
}

public sealed record LinkCheckRequest : INamesAnOfficer
{
    /// <summary>Parties; all counterparts when left out.</summary>
    public IReadOnlyList<string?>? To { get; set; }

    public string? Officer { get; set; }
}

public sealed record MuteRequest : INamesAnOfficer
{
    public string? Party { get; set; }

    /// <summary>For how long, at most a day; 0: it calls again.</summary>
    public double? Minutes { get; set; }

    public string? Officer { get; set; }
}

public sealed record WatchRequest : INamesAnOfficer
{
    public string? Officer { get; set; }

    /// <summary>What the officer holds; <c>duty officer</c> when left out.</summary>
    public string? Role { get; set; }

    /// <summary>Of a handing over: who leaves the watch with it.</summary>
    public string? From { get; set; }

    public string? Note { get; set; }
}

public sealed record IncidentRequest : INamesAnOfficer
{
    public string? Id { get; set; }

    public string? Title { get; set; }

    public PointRequest? Place { get; set; }

    /// <summary>RFC 3339; now when left out.</summary>
    public string? When { get; set; }

    public string? Known { get; set; }

    /// <summary>Parties; all counterparts when left out.</summary>
    public IReadOnlyList<string?>? To { get; set; }

    /// <summary>How far around it is frozen, m; 20 km when left out.</summary>
    public double? RadiusM { get; set; }

    /// <summary>How far back, s; an hour when left out.</summary>
    public double? BeforeS { get; set; }

    /// <summary>How far ahead, s; an hour when left out.</summary>
    public double? AfterS { get; set; }

    public string? Officer { get; set; }
}

public sealed record InquiryRequest : INamesAnOfficer
{
    public string? Id { get; set; }

    public string? Asked { get; set; }

    public string? Question { get; set; }

    /// <summary>RFC 3339.</summary>
    public string? Deadline { get; set; }

    public string? Officer { get; set; }
}

public sealed record InquiryAnswerRequest : INamesAnOfficer
{
    /// <summary><c>confirmed</c>, <c>denied</c> or <c>neither-confirmed-nor-denied</c>.</summary>
    public string? Answer { get; set; }

    public string? Text { get; set; }

    public string? Officer { get; set; }
}
