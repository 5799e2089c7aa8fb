using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Console.Map;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Geometry;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>What a change would make of one of a conflict's intents, to be seen before anybody proposes it.</summary>
internal sealed class PreviewEndpoints(PostEngine engine, Suggesting suggesting)
{
    public void Map(ApiRoutes routes) => routes.Get("/api/conflicts/{id}/preview", Show, "previewChange").Gives<PreviewView>();

    private ValueTask<Answer> Show(ApiCall call) => ValueTask.FromResult(Preview(call));

    private Answer Preview(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !Change(call).Try(out var view, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ConflictEndpoints.Changing(call.Query("kind")) is not { } kind)
        {
            return ApiCall.Bad(new Problem("kind", $"{F3548.VolumeReader.Quote(call.Query("kind"))} changes nothing; use shift-time, change-altitude, move or shrink"));
        }

        if (!ChangeReader.Read(view, kind).Try(out var change, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (engine.Read(s => s.Conflict(id)) is not { } conflict)
        {
            return ApiCall.NotFound("conflict", id);
        }

        var fault = suggesting.Fault(conflict, change);
        if ((change.Intent != conflict.A && change.Intent != conflict.B) || engine.Read(s => s.Find(change.Intent)) is not { } declared)
        {
            return Answer.Problem(Status409Conflict, fault!);
        }

        var before = PostVolumes.Known(declared.Volumes);
        if (!Core.Coordination.Changing.Apply(before, change, new OutlineLimits(F3548.VolumeReader.MaxVertices)).Try(out var after, out _))
        {
            return Answer.Json(Status200OK, new PreviewView("", fault, 0, []), PostWireJson.Default.PreviewView);
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            MapFeature.Write(json, declared, after, declared.Owner == engine.Me, inConflict: false, declared.Owner.Value);
            json.WriteEndArray();
        }

        using var features = JsonDocument.Parse(buffer.WrittenMemory);
        return Answer.Json(
            Status200OK,
            new PreviewView(ChangeWords.Of(change, before, after), fault, ChangeCost.Of(change, before, after), [.. features.RootElement.EnumerateArray().Select(static f => f.Clone())]),
            PostWireJson.Default.PreviewView);
    }

    private static Checked<ChangeView> Change(ApiCall call)
    {
        var view = new ChangeView { Intent = call.Query("intent") };
        foreach (var (name, set) in new (string, Action<double>)[]
        {
            ("shift_s", v => view.ShiftS = v), ("climb_m", v => view.ClimbM = v), ("bearing_deg", v => view.BearingDeg = v), ("distance_m", v => view.DistanceM = v), ("shrink_m", v => view.ShrinkM = v),
        })
        {
            if (call.Query(name) is { } text)
            {
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                {
                    return new Problem(name, $"{F3548.VolumeReader.Quote(text)} is not a number");
                }

                set(value);
            }
        }

        return view;
    }
}
