namespace Parley.Core.Exchange;

/// <summary>A party as it was let in. Immutable.</summary>
/// <param name="Keys">Both of its keys in one text.</param>
/// <param name="Description">As it was given.</param>
/// <param name="Expelled">It was let in once and is not any more; its mail is kept for its return.</param>
public sealed record AdmittedParty(PartyName Name, string Keys, ReadOnlyMemory<byte> Description, Instant Since, bool Expelled);

// Who is let in: an operator's decision, in the journal like any other.
public sealed partial class ExchangeState
{
    /// <summary>The exchange itself: it sends and receives letters as parties do, and nobody admits it.</summary>
    public static readonly PartyName Self = new("exchange");

    private readonly Dictionary<PartyName, AdmittedParty> _parties = [];

    /// <summary>Rises with each admission, renewal and expulsion since the state was made or restored.</summary>
    public long PartiesVersion { get; private set; }

    public AdmittedParty? Party(PartyName name) => _parties.TryGetValue(name, out var party) ? party : null;

    /// <summary>Everybody who was ever let in, the expelled too, by name.</summary>
    public IEnumerable<AdmittedParty> AllParties() => InOrder(_parties);

    private bool MayWrite(PartyName name) => name == Self || Party(name) is { Expelled: false };

    private Outcome? Refusal(AdmitParty admit)
    {
        if (Party(admit.Party) is not { } known)
        {
            return admit.Party == Self ? new Refused(RefusalKind.Unacceptable, "The exchange is there without being admitted.") : null;
        }

        if (known.Keys != admit.Keys)
        {
            return admit.ReplaceKeys
                ? null
                : new Refused(
                    RefusalKind.NotCurrent,
                    $"{admit.Party} is known with other keys; if they were really replaced, compare fingerprints with its officers and say --replace-keys.");
        }

        return !known.Expelled && known.Description.Span.SequenceEqual(admit.Description.Span) ? new PartyAdmitted(known, Again: true) : null;
    }

    private Outcome Apply(AdmitParty admit)
    {
        if (Refusal(admit) is { } refused)
        {
            return refused;
        }

        var party = new AdmittedParty(Shared(admit.Party), admit.Keys, admit.Description, admit.Now, Expelled: false);
        _parties[party.Name] = party;
        PartiesVersion++;
        return new PartyAdmitted(party, Again: false);
    }

    private Outcome? Refusal(ExpelParty expel) => Party(expel.Party) switch
    {
        null => new Refused(RefusalKind.NotFound, $"{expel.Party} was never admitted."),
        { Expelled: true } known => new PartyExpelled(known, Again: true),
        _ => null,
    };

    private Outcome Apply(ExpelParty expel)
    {
        if (Refusal(expel) is { } refused)
        {
            return refused;
        }

        var party = _parties[expel.Party] with { Expelled = true, Since = expel.Now };
        _parties[party.Name] = party;
        PartiesVersion++;
        return new PartyExpelled(party, Again: false);
    }
}
