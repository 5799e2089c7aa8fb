using System.Text.Json;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>Conflicts as the API shows them: the same at both posts, but for what each suggests. Under the engine's lock.</summary>
internal static class ConflictViews
{
    public static ConflictView Of(PostState state, Conflict c, Instant now) => new(
        c.Id.ToString(), [c.A.ToString(), c.B.ToString()], [c.OwnerA.Value, c.OwnerB.Value],
        c.Now.Agreements.Select(state.Agreement).OfType<Agreement>().Select(static a => a.Terms.Mediator?.Value).FirstOrDefault(static m => m is not null),
        StateText(c.StateAt(now)), c.Found.ToString(), c.Deadline.ToString(), [.. c.Now.Agreements.Select(static a => a.ToString())],
        Gap(c.Now), Minima(c.Now), Encounter(c.Now),
        state.DefaultGivesWay(c).Value, [.. c.SilentAt(now).Select(static p => p.Value)], c.Level,
        c.Stands.ToDictionary(static s => s.Key.Value, static s => new StandView(s.Value.Stand == Stand.Move ? "move" : "hold", s.Value.At.ToString(), s.Value.Reason, s.Value.Officer)),
        [], [.. c.Proposals.Select(Of)],
        [.. c.Series.Select(static s => new StepView(s.At.ToString(), s.Cause.ToString(), s.Version, Gap(s.After), Finite(s.RatioBefore), Finite(s.RatioAfter) ?? -1, s.After.Near))]);

    public static WouldMeetView Meeting(Closeness c, PartyName owner) => new(c.Conflict.ToString(), c.Other.ToString(), owner.Value, Gap(c), Minima(c), Encounter(c));

    public static FrozenConflictView Frozen(Conflict c, Instant at) => new(
        c.Id.ToString(), [c.A.ToString(), c.B.ToString()], [c.OwnerA.Value, c.OwnerB.Value], StateText(c.StateAt(at)), c.Found.ToString(), c.Deadline.ToString(), Gap(c.Now), [.. c.Proposals.Select(Of)]);

    public static string StateText(ConflictState state) => state.ToString().ToLowerInvariant();

    // JSON has no infinity: a gap where none is asked for is left out.
    private static double? Finite(double? ratio) => ratio is { } value && double.IsFinite(value) ? value : null;

    private static GapView Gap(Closeness c) => new(c.HorizontalM, c.VerticalM, c.TimeS);

    private static GapView Minima(Closeness c) => new(c.Minima.HorizontalM, c.Minima.VerticalM, c.Minima.TimeS);

    private static EncounterView Encounter(Closeness c) =>
        new(new LatLngPoint { Lat = c.Lat, Lng = c.Lng }, c.AltitudeLowerM, c.AltitudeUpperM, c.Start.ToString(), c.End.ToString());

    private static ProposalView Of(Proposal p) => new(
        p.What.Proposal.ToString(),
        p.What.Kind switch
        {
            ProposalKind.ShiftTime => "shift-time",
            ProposalKind.ChangeAltitude => "change-altitude",
            ProposalKind.Move => "move",
            ProposalKind.Shrink => "shrink",
            ProposalKind.Hold => "hold",
            ProposalKind.PleaseHold => "please-hold",
            _ => "accept-risk",
        },
        p.By.Value, p.At.ToString(), p.What.Change is { } change ? JsonSerializer.Deserialize(change.Text, PostWireJson.Default.ChangeView) : null,
        p.What.Reason, p.What.Officer, p.What.SecondOfficer, p.What.Counters?.ToString(), p.State.ToString().ToLowerInvariant(),
        p.Answers.ToDictionary(static a => a.Key.Value, static a => new AnswerView(a.Value.Accepted, a.Value.At.ToString(), a.Value.Reason, a.Value.Officer, a.Value.SecondOfficer)),
        p.CarriedOut, p.Failed);
}
