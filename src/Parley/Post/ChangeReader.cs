using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>Proposed changes between their JSON and geometry's terms. Thread-safe.</summary>
internal static class ChangeReader
{
    public static Checked<Change> Read(RawJson json, EntityId? changes, ProposalKind kind)
    {
        try
        {
            var view = JsonSerializer.Deserialize(json.Text, PostWireJson.Default.ChangeView);
            return view is null ? new Problem("change", "is null") : Read(view, kind) is var read && read.Ok && changes != read.Value.Intent
                ? new Problem("change.intent", "is not the intent that the proposal says it changes")
                : read;
        }
        catch (JsonException)
        {
            return new Problem("change", "is not written as a change is");
        }
    }

    public static Checked<Change> Read(ChangeView view, ProposalKind kind)
    {
        if (!EntityId.Parse(view.Intent).Try(out var intent, out var problem))
        {
            return problem.Under("change.intent");
        }

        var change = new Change(intent, KindOf(kind))
        {
            ShiftSeconds = view.ShiftS,
            ClimbMetres = view.ClimbM,
            BearingDegrees = view.BearingDeg,
            DistanceMetres = view.DistanceM,
            ShrinkMetres = view.ShrinkM,
        };
        return change.Checked().Try(out var fine, out problem) ? fine : problem.Under("change");
    }

    public static RawJson Write(Change change) => new(JsonSerializer.Serialize(View(change), PostWireJson.Default.ChangeView));

    public static ChangeView View(Change change) => new()
    {
        Intent = change.Intent.ToString(),
        ShiftS = change.ShiftSeconds,
        ClimbM = change.ClimbMetres,
        BearingDeg = change.BearingDegrees,
        DistanceM = change.DistanceMetres,
        ShrinkM = change.ShrinkMetres,
    };

    private static ChangeKind KindOf(ProposalKind kind) => kind switch
    {
        ProposalKind.ShiftTime => ChangeKind.ShiftTime,
        ProposalKind.ChangeAltitude => ChangeKind.ChangeAltitude,
        ProposalKind.Move => ChangeKind.Move,
        ProposalKind.Shrink => ChangeKind.Shrink,
        _ => (ChangeKind)(-1),
    };
}
