using Parley.Client.Letters;
using Parley.Core.Exchange;
using Parley.Hosting;

namespace Parley.Relay;

/// <summary>A party as an operator is shown it.</summary>
/// <param name="Fingerprint">To be compared with the party's officers by voice.</param>
/// <param name="State"><c>admitted</c> or <c>expelled</c>.</param>
/// <param name="Since">When it became so, RFC 3339.</param>
internal sealed record PartyLine(string Name, string Fingerprint, string State, string Since);

/// <summary>What an operator is told: whether it was done, one sentence, and the party.</summary>
internal sealed record OfficeReply(bool Done, string Sentence, PartyLine? Party = null);

/// <summary>
/// Lets parties in and out: the same steps whether the exchange runs or its journal is opened by a command. Thread-safe.
/// </summary>
internal sealed class PartyOffice(ExchangeEngine engine)
{
    public async Task<OfficeReply> AdmitAsync(ReadOnlyMemory<byte> json, bool replaceKeys)
    {
        if (!PartyDescription.Parse(json.Span).Try(out var party, out var problem))
        {
            return new OfficeReply(false, problem.ToString());
        }

        var taken = engine.Read(party, static (state, party) =>
            state.AllParties().FirstOrDefault(p => !p.Expelled && p.Name.Value != party.Name && p.Keys.Split('.')[0] == party.SigningKey.Kid)?.Name.Value);
        if (taken is not null)
        {
            return new OfficeReply(false, $"The signing key is {taken}'s already; each party makes its own with parley post init.");
        }

        var outcome = await engine.SubmitAsync(Admitted.Command(engine.Now, party, json, replaceKeys));
        return outcome is PartyAdmitted admitted
            ? new OfficeReply(true, admitted.Again ? $"{party.Name} was admitted already, with the same description." : $"{party.Name} is admitted.", Line(admitted.Party))
            : Refused(outcome);
    }

    public async Task<OfficeReply> ExpelAsync(string name)
    {
        var outcome = await engine.SubmitAsync(new ExpelParty(engine.Now, ExchangeState.Self, new PartyName(name)));
        return outcome is PartyExpelled expelled
            ? new OfficeReply(true, expelled.Again ? $"{name} was expelled already." : $"{name} is expelled: its tokens and letters are refused from now on.", Line(expelled.Party))
            : Refused(outcome);
    }

    public IReadOnlyList<PartyLine> List() => [.. engine.Read(0, static (state, _) => state.AllParties().ToList()).Select(Line)];

    private static OfficeReply Refused(Outcome outcome) => outcome switch
    {
        Refused refused => new OfficeReply(false, refused.Sentence),
        Unavailable unavailable => new OfficeReply(false, unavailable.Sentence),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no answer to an operator"),
    };

    private static PartyLine Line(AdmittedParty party) => new(
        party.Name.Value,
        PartyDescription.Parse(party.Description.Span) is { Ok: true, Value: var description } ? description.Fingerprint : "(not readable)",
        party.Expelled ? "expelled" : "admitted",
        party.Since.ToString());
}
