using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Agreements: drafted, signed by each, in force, suspended, resumed, ended; amended by another that takes their place.
public sealed partial class PostState
{
    private PostRefused? Judge(PartyName from, AgreementDrafted drafted)
    {
        if (_agreements.ContainsKey(drafted.Agreement))
        {
            return PostRefused.Unacceptable($"The agreement {drafted.Agreement} is here already.");
        }

        if (drafted.Amends is { } id)
        {
            if (_agreements.GetValueOrDefault(id) is not { } amended)
            {
                return PostRefused.NotFound("agreement", id);
            }

            if (!amended.Includes(from))
            {
                return PostRefused.NotYours($"{from} is not in the agreement {id}, so it can't amend it.");
            }
        }

        return null;
    }

    private void Say(AgreementDrafted drafted, Placed letter)
    {
        // Without terms the handler could not read the document; then the letter never comes here.
        if (letter.Found is not { Terms: { } terms, Hash: { } hash })
        {
            return;
        }

        _agreements[drafted.Agreement] = new Agreement(
            drafted.Agreement, drafted.Document, hash, terms, letter.From, letter.At, ImmutableSortedDictionary<PartyName, Signature>.Empty, null,
            ImmutableSortedDictionary<PartyName, Suspension>.Empty, null, drafted.Amends, null);
        if (letter.From != Me)
        {
            Raise($"agreement:{drafted.Agreement}", "agreement-drafted", 1, $"{letter.From} puts the agreement “{terms.Title}” before you: read it, then sign it or not.", drafted.Agreement.ToString(), letter.At);
        }
    }

    private PostRefused? Judge(PartyName from, AgreementSigned signed, Instant at)
    {
        if (_agreements.GetValueOrDefault(signed.Agreement) is not { } agreement)
        {
            return PostRefused.NotFound("agreement", signed.Agreement);
        }

        return !agreement.Terms.Parties.Contains(from) ? PostRefused.NotYours($"{from} is not one of the parties that sign this agreement.")
            : agreement.Hash != signed.Hash ? PostRefused.Unacceptable("The signature is for another text: its hash is not this agreement's.")
            : agreement.Signatures.ContainsKey(from) ? PostRefused.NotNow($"{from} has signed this agreement already.")
            : agreement.StateAt(at) is AgreementState.Ended ? PostRefused.NotNow("The agreement has ended; draft a new one.")
            : null;
    }

    private void Say(AgreementSigned signed, Placed letter)
    {
        var agreement = _agreements[signed.Agreement];
        agreement = agreement with { Signatures = agreement.Signatures.SetItem(letter.From, new Signature(letter.At, signed.Officer)) };
        if (letter.From == Me)
        {
            Clear($"agreement:{agreement.Id}");
        }

        if (agreement.Terms.Parties.All(agreement.Signatures.ContainsKey))
        {
            agreement = agreement with { SignedAt = letter.At };
            Clear($"agreement:{agreement.Id}");
            if (agreement.Amends is { } id && _agreements.GetValueOrDefault(id) is { End: null } amended)
            {
                _agreements[id] = amended with { AmendedBy = agreement.Id, End = new AgreementEnd(letter.At, letter.From, $"Amended by {agreement.Id}.") };
                ClearRunning(amended);
            }
        }

        _agreements[agreement.Id] = agreement;
        if (agreement.SignedAt == letter.At)
        {
            BeginLine(agreement, letter.At);
        }
    }

    private PostRefused? JudgeRunning(PartyName from, EntityId id, Instant at, bool drafted = false)
    {
        if (_agreements.GetValueOrDefault(id) is not { } agreement)
        {
            return PostRefused.NotFound("agreement", id);
        }

        return !agreement.Terms.Parties.Contains(from) ? PostRefused.NotYours($"{from} is not one of the parties of this agreement.")
            : agreement.StateAt(at) switch
            {
                AgreementState.Ended => PostRefused.NotNow("The agreement has ended."),
                AgreementState.Drafted when !drafted => PostRefused.NotNow("The agreement is not signed by all yet."),
                _ => null,
            };
    }

    private void Say(AgreementSuspended suspended, Placed letter)
    {
        var agreement = _agreements[suspended.Agreement];
        // Never back in time: it holds from when it was told at the earliest.
        var effective = suspended.Effective > letter.At ? suspended.Effective : letter.At;
        _agreements[agreement.Id] = agreement with
        {
            Suspensions = agreement.Suspensions.SetItem(letter.From, new Suspension(letter.At, effective, suspended.Reason, suspended.Officer)),
        };
        Raise(
            $"suspended:{agreement.Id}:{letter.From}", "agreement-suspended", 2,
            $"{letter.From} suspends “{agreement.Terms.Title}” from {effective} on: {suspended.Reason} Notices, marks and alarms stay up.", agreement.Id.ToString(), letter.At);
    }

    private PostRefused? Judge(PartyName from, AgreementResumed resumed, Instant at)
    {
        return JudgeRunning(from, resumed.Agreement, at)
            ?? (_agreements[resumed.Agreement].Suspensions.ContainsKey(from) ? null : PostRefused.NotNow($"{from} has not suspended it; only its own suspension can be taken back."));
    }

    private void Say(AgreementResumed resumed, Placed letter)
    {
        var agreement = _agreements[resumed.Agreement];
        _agreements[agreement.Id] = agreement with { Suspensions = agreement.Suspensions.Remove(letter.From) };
        Clear($"suspended:{agreement.Id}:{letter.From}");
    }

    private void End(Agreement agreement, PartyName by, Instant at, string reason)
    {
        _agreements[agreement.Id] = agreement with { End = new AgreementEnd(at, by, reason) };
        ClearRunning(agreement);
        if (by != Me)
        {
            Raise($"ended:{agreement.Id}", "agreement-ended", 2, $"{by} ends “{agreement.Terms.Title}”: {reason}", agreement.Id.ToString(), at);
        }
    }

    // What has ended can be neither signed nor resumed.
    private void ClearRunning(Agreement agreement)
    {
        Clear($"agreement:{agreement.Id}");
        foreach (var party in agreement.Suspensions.Keys)
        {
            Clear($"suspended:{agreement.Id}:{party}");
        }
    }
}
