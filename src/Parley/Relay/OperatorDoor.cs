using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Client.Letters;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Relay;

/// <summary>Where a running exchange is reached by whoever may read its data folder (DATA/operator.json, mode 0600).</summary>
/// <param name="Key">Random, new at each start.</param>
internal sealed record OperatorFile([property: JsonRequired] string Url, [property: JsonRequired] string Key)
{
    public static string PathIn(string data) => Path.Combine(data, "operator.json");

    /// <summary>What a running exchange wrote, or one that was killed left; null when there is none that can be read.</summary>
    public static OperatorFile? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(data)), OperatorJson.Default.OperatorFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string data) => SecretFile.Write(PathIn(data), JsonSerializer.SerializeToUtf8Bytes(this, OperatorJson.Default.OperatorFile));
}

internal sealed record AdmitRequest([property: JsonRequired] byte[] Description, bool ReplaceKeys);

internal sealed record ExpelRequest([property: JsonRequired] string Name);

internal sealed record PartyList([property: JsonRequired] IReadOnlyList<PartyLine> Parties);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperatorFile))]
[JsonSerializable(typeof(AdmitRequest))]
[JsonSerializable(typeof(ExpelRequest))]
[JsonSerializable(typeof(OfficeReply))]
[JsonSerializable(typeof(PartyList))]
internal sealed partial class OperatorJson : JsonSerializerContext;

/// <summary><c>/parley/v1/operator/…</c>: for <c>parley exchange admit|expel|parties</c>, by the key in the operator file and no other.</summary>
internal sealed class OperatorDoor(ExchangeEngine engine)
{
    private readonly PartyOffice _office = new(engine);

    /// <summary>32 random bytes, new for each start.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/parley/v1/operator/admit", context => AnswerAsync(context, async () =>
            (await JsonBody.ReadAsync(context, OperatorJson.Default.AdmitRequest)).Try(out var body, out var problem)
                ? Told(await _office.AdmitAsync(body.Description, body.ReplaceKeys))
                : Answer.BadRequest(problem))).ExcludeFromDescription();
        app.MapPost("/parley/v1/operator/expel", context => AnswerAsync(context, async () =>
            (await JsonBody.ReadAsync(context, OperatorJson.Default.ExpelRequest)).Try(out var body, out var problem)
                ? Told(await _office.ExpelAsync(body.Name))
                : Answer.BadRequest(problem))).ExcludeFromDescription();
        app.MapGet("/parley/v1/operator/parties", context => AnswerAsync(context, ListAsync)).ExcludeFromDescription();
    }

    private Task<Answer> ListAsync() => Task.FromResult(Answer.Json(Status200OK, new PartyList(_office.List()), OperatorJson.Default.PartyList));

    private static Answer Told(OfficeReply reply) => Answer.Json(Status200OK, reply, OperatorJson.Default.OfficeReply);

    private async Task AnswerAsync(HttpContext context, Func<Task<Answer>> handle)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        var answer = !CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes($"Bearer {Key}"))
                ? Answer.Error(Status401Unauthorized, "This is open to the exchange's operator alone; use parley exchange admit, expel or parties on its machine.")
            : engine.NotReady is { } reason ? Answer.Error(Status503ServiceUnavailable, reason, retryAfterSeconds: 1)
            : await handle();
        await answer.WriteAsync(context);
    }
}
