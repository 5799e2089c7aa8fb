using Parley.Client.F3548;

namespace Parley.Client.Post;

// What a post's API takes. Every member may be absent: what was sent is checked after it was read, so that a missing one is named in a sentence.

/// <summary>A request that says which officer acts. From a person with an account it is always that person.</summary>
public interface INamesAnOfficer
{
    string? Officer { get; set; }
}

/// <summary>A request that may take a second officer's consent.</summary>
public interface ITakesTwoOfficers : INamesAnOfficer
{
    string? SecondOfficer { get; set; }
}

public sealed record OfficerRequest : INamesAnOfficer
{
    public string? Officer { get; set; }
}

public sealed record SeenRequest : INamesAnOfficer
{
    /// <summary>The version that was read; the newest when left out.</summary>
    public int? Version { get; set; }

    public string? Officer { get; set; }
}

public sealed record SuspendRequest : ITakesTwoOfficers
{
    public string? Reason { get; set; }

    /// <summary>RFC 3339; now when left out.</summary>
    public string? Effective { get; set; }

    public string? Officer { get; set; }

    /// <summary>The second officer, where two are needed.</summary>
    public string? SecondOfficer { get; set; }
}

public sealed record ReasonRequest : ITakesTwoOfficers
{
    public string? Reason { get; set; }

    public string? Officer { get; set; }

    /// <summary>The second officer, where two are needed.</summary>
    public string? SecondOfficer { get; set; }
}

/// <summary>POST and PUT of an intent. What a PUT leaves out stays as it is.</summary>
public sealed record IntentRequest
{
    /// <summary>A UUID of the caller's choice, so that filing can be tried again; drawn when left out.</summary>
    public string? Id { get; set; }

    /// <summary><c>intent</c> (the default) or <c>site</c>, a protected site.</summary>
    public string? Kind { get; set; }

    public IReadOnlyList<WireVolume4D?>? Volumes { get; set; }

    /// <summary><c>Accepted</c> (the default), <c>Activated</c>, <c>Nonconforming</c> or <c>Contingent</c>.</summary>
    public string? State { get; set; }

    public string? Note { get; set; }

    public string? Activity { get; set; }

    /// <summary>Name of a populated place or airfield, to be read back against the coordinates.</summary>
    public string? Place { get; set; }

    /// <summary>Renewed by reconfirming it.</summary>
    public bool? Standing { get; set; }

    /// <summary><c>delayed</c>, <c>turned-back</c> or <c>aborted</c>; empty takes back what was said of it.</summary>
    public string? UnderWay { get; set; }

    /// <summary>Of a PUT: the version that it changes; with a newer one it is refused. Left out: whichever there is.</summary>
    public int? Version { get; set; }
}

/// <summary>DELETE of an intent, or POST of its outcome.</summary>
public sealed record OutcomeRequest
{
    /// <summary><c>done-as-declared</c>, <c>changed</c>, <c>impeded</c>, <c>denied</c> or <c>cancelled</c>.</summary>
    public string? Outcome { get; set; }

    public string? Reason { get; set; }
}

public sealed record RecipientsRequest
{
    public IReadOnlyList<RecipientRequest?>? Recipients { get; set; }
}

public sealed record RecipientRequest
{
    public string? Name { get; set; }

    public string? Way { get; set; }
}

public sealed record ProposalRequest : ITakesTwoOfficers
{
    public string? Kind { get; set; }

    public ChangeView? Change { get; set; }

    public string? Reason { get; set; }

    public string? Officer { get; set; }

    public string? SecondOfficer { get; set; }
}

public sealed record AnswerRequest : ITakesTwoOfficers
{
    public string? Reason { get; set; }

    public string? Officer { get; set; }

    public string? SecondOfficer { get; set; }
}

public sealed record StandRequest : INamesAnOfficer
{
    /// <summary><c>move</c> or <c>hold</c>.</summary>
    public string? Stand { get; set; }

    public string? Reason { get; set; }

    public string? Officer { get; set; }
}

public sealed record AcceptPartyRequest : ITakesTwoOfficers
{
    /// <summary>The fingerprint that was compared with the other side by voice.</summary>
    public string? Fingerprint { get; set; }

    public string? Officer { get; set; }

    public string? SecondOfficer { get; set; }
}

public sealed record MakeKeysRequest : ITakesTwoOfficers
{
    /// <summary>Fingerprint of the keys that are to be replaced; refused when others are in force by then. Null: whichever are.</summary>
    public string? Replaces { get; set; }

    public string? Reason { get; set; }

    public string? Officer { get; set; }

    public string? SecondOfficer { get; set; }
}

public sealed record DropKeysRequest : INamesAnOfficer
{
    /// <summary>Of the keys that are to be dropped.</summary>
    public string? Fingerprint { get; set; }

    public string? Officer { get; set; }
}

/// <summary>RFC 9457 problem details.</summary>
public sealed record ProblemDetails(string Type, string Title, int Status, string Detail);
