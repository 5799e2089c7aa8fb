using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.F3548;
using Parley.Hosting;

namespace Parley.Tests.F3548;

/// <summary>A good F3548-21 body to spoil, and the way from its bytes to an extent as the endpoints go it.</summary>
internal static class Wire
{
    public const string Volume = """
        {
          "volume": {
            "outline_polygon": {"vertices": [{"lat": 50, "lng": 10}, {"lat": 50, "lng": 10.02}, {"lat": 50.02, "lng": 10.02}]},
            "altitude_lower": {"value": 100, "reference": "W84", "units": "M"},
            "altitude_upper": {"value": 300.5, "reference": "W84", "units": "M"}
          },
          "time_start": {"value": "2026-11-23T12:00:00Z", "format": "RFC3339"},
          "time_end": {"value": "2026-11-23T14:00:00.5+01:00", "format": "RFC3339"}
        }
        """;

    public static readonly Instant Now = Instant.Parse("2026-11-23T11:00:00Z").Value;

    public static readonly VolumeReader Reader = new(new OutlineLimits(MaxAreaKm2: 2_500));

    /// <summary>An intent's body; of one good volume when none is given.</summary>
    public static JsonObject Intent(params string[] volumes) => new()
    {
        ["extents"] = new JsonArray([.. (volumes.Length == 0 ? [Volume] : volumes).Select(v => JsonNode.Parse(v))]),
        ["key"] = new JsonArray("ovn-0000000000000001"),
        ["state"] = "Accepted",
        ["uss_base_url"] = "https://uss.example.com/utm",
        ["new_subscription"] = new JsonObject { ["uss_base_url"] = "https://uss.example.com/utm", ["notify_for_constraints"] = true },
    };

    public static Checked<Extent> Read(byte[] body) =>
        Parse(body).Try(out var put, out var problem) ? Reader.ReadExtents(put.Extents, altitudesRequired: true, Now) : problem;

    public static Checked<Extent> Read(JsonNode body) => Read(Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static Checked<PutOperationalIntentReferenceParameters> Parse(byte[] body) =>
        JsonBody.Parse(new ReadOnlySequence<byte>(body), WireJson.Default.PutOperationalIntentReferenceParameters);

    /// <summary>Puts JSON in the place of what is at a path like <c>extents[0].volume</c>; null takes it away.</summary>
    public static void Set(JsonNode root, string path, string? json)
    {
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        var at = steps[..^1].Aggregate(root, (node, step) => step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!);
        var last = steps[^1];
        switch (at)
        {
            case JsonArray array when json is null:
                array.RemoveAt(int.Parse(last[1..^1]));
                break;
            case JsonArray array:
                array[int.Parse(last[1..^1])] = JsonNode.Parse(json);
                break;
            case JsonObject it when json is null:
                it.Remove(last);
                break;
            default:
                at[last] = JsonNode.Parse(json!);
                break;
        }
    }
}
