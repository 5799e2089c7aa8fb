using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Tokens;

namespace Parley.F3548;

/// <summary>One request whose token was accepted: who calls, when it came, and what is in its path.</summary>
internal sealed class Call(HttpContext context, Caller caller, Instant now)
{
    public HttpContext Context { get; } = context;

    public ScopeSet Scopes { get; } = caller.Scopes;

    public PartyName By { get; } = new(caller.Subject);

    public Instant Now { get; } = now;

    /// <summary>A segment of the path; empty when it is missing.</summary>
    public string Segment(string name) => Context.Request.RouteValues[name] as string ?? "";

    public Checked<EntityId> Id(string name) =>
        EntityId.Parse(Segment(name)).Try(out var id, out var problem) ? id : problem.Under(name);

    public ValueTask<Checked<T>> BodyAsync<T>(JsonTypeInfo<T> shape)
        where T : class => JsonBody.ReadAsync(Context, shape);

    /// <summary>128 random bits: an OVN or version that can't be guessed, 22 characters that need no escaping in a path.</summary>
    public static string NewVersion()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return Base64Url.EncodeToString(bits);
    }

    /// <summary>The answer to a command that changed nothing.</summary>
    public static Answer Refuse(Outcome outcome) => outcome switch
    {
        Refused { Kind: Core.Exchange.RefusalKind.NotYours } r => Answer.Error(StatusCodes.Status403Forbidden, r.Sentence),
        Refused { Kind: Core.Exchange.RefusalKind.NotFound } r => Answer.Error(StatusCodes.Status404NotFound, r.Sentence),
        Refused { Kind: Core.Exchange.RefusalKind.NotCurrent } r => Answer.Error(StatusCodes.Status409Conflict, r.Sentence),
        Refused r => Answer.Error(StatusCodes.Status400BadRequest, r.Sentence),
        Unavailable u => Answer.Error(StatusCodes.Status503ServiceUnavailable, u.Sentence, retryAfterSeconds: u.Passing ? 1 : 30),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no refusal"),
    };
}
