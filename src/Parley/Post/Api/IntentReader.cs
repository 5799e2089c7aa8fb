using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;

namespace Parley.Post.Api;

/// <summary>Reads what its people want of an own intent. Whatever is wrong is one sentence. Thread-safe.</summary>
internal static class IntentReader
{
    /// <param name="Id">The caller's own choice, for a new one.</param>
    internal readonly record struct Wanted(EntityId? Id, OwnPlan Plan);

    /// <param name="known">The intent to change; what the request leaves out stays as it is. Null: a new one.</param>
    public static Checked<Wanted> Read(IntentRequest request, Declared? known, Filer filer, Instant now)
    {
        EntityId? id = null;
        if (request.Id is { } text)
        {
            if (!EntityId.Parse(text).Try(out var chosen, out var bad))
            {
                return bad.Under("id");
            }

            id = chosen;
        }

        if (!Kind(request.Kind, known).Try(out var kind, out var problem) || !State(request.State, known).Try(out var state, out problem) || !UnderWay(request.UnderWay).Try(out var underWay, out problem))
        {
            return problem;
        }

        if ((ApiCall.TextFault("note", request.Note) ?? ApiCall.TextFault("activity", request.Activity, most: 100) ?? ApiCall.TextFault("place", request.Place, most: 200)) is { } fault)
        {
            return fault;
        }

        if (known is null && underWay is not null)
        {
            return new Problem("under_way", "is for an intent that was filed before");
        }

        var volumes = request.Volumes is null && known is not null ? PostVolumes.Known(known.Volumes) : default;
        if (volumes.IsDefault && !PostVolumes.Read(request.Volumes, footprint: false).Try(out volumes, out problem))
        {
            return problem;
        }

        var (plan, parts) = filer.Plan(
            kind, state, volumes, request.Standing ?? known?.Standing ?? false, request.Note ?? known?.Note, request.Activity ?? known?.Activity, request.Place ?? known?.Place);
        plan = plan with { UnderWay = request.UnderWay is "" ? null : underWay ?? known?.UnderWay };
        return Filer.Fault(plan, parts, filer.UncoveredPolicy, now) is { } refused ? refused : new Wanted(id, plan);
    }

    public static Checked<IntentOutcome> Outcome(string? text, Declared known, Instant now) => text switch
    {
        null => now < known.Facts.Start ? IntentOutcome.Cancelled : IntentOutcome.DoneAsDeclared,
        "done-as-declared" => IntentOutcome.DoneAsDeclared,
        "changed" => IntentOutcome.Changed,
        "impeded" => IntentOutcome.Impeded,
        "denied" => IntentOutcome.Denied,
        "cancelled" => IntentOutcome.Cancelled,
        _ => new Problem("outcome", $"{VolumeReader.Quote(text)} is not known; use done-as-declared, changed, impeded, denied or cancelled"),
    };

    private static Checked<DeclaredKind> Kind(string? text, Declared? known) => text switch
    {
        null => known?.Kind ?? DeclaredKind.Intent,
        _ when known is not null => new Problem("kind", "can't be changed; file another"),
        "intent" => DeclaredKind.Intent,
        "site" => DeclaredKind.Site,
        _ => new Problem("kind", $"{VolumeReader.Quote(text)} is not known; use intent or site"),
    };

    // F3548-21 §4.4.2: who is contingent does not come back, who is activated is not merely accepted again.
    private static Checked<IntentState> State(string? text, Declared? known)
    {
        if (text is null)
        {
            return known?.State ?? IntentState.Accepted;
        }

        if (!Enum.TryParse<IntentState>(text, out var state) || !Enum.IsDefined(state) || char.IsAsciiDigit(text[0]))
        {
            return new Problem("state", $"{VolumeReader.Quote(text)} is not known; use Accepted, Activated, Nonconforming or Contingent");
        }

        var fine = known?.State switch
        {
            null => state is IntentState.Accepted or IntentState.Activated,
            IntentState.Accepted => true,
            IntentState.Activated or IntentState.Nonconforming => state != IntentState.Accepted,
            _ => state == IntentState.Contingent,
        };
        return fine ? state : new Problem("state", known is null ? $"can't be {state} at the filing; begin with Accepted or Activated" : $"can't go from {known.State} to {state}");
    }

    private static Checked<UnderWayChange?> UnderWay(string? text) => text switch
    {
        null or "" => (UnderWayChange?)null,
        "delayed" => (UnderWayChange?)UnderWayChange.Delayed,
        "turned-back" => (UnderWayChange?)UnderWayChange.TurnedBack,
        "aborted" => (UnderWayChange?)UnderWayChange.Aborted,
        _ => new Problem("under_way", $"{VolumeReader.Quote(text)} is not known; use delayed, turned-back or aborted"),
    };
}
