using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Uss;

/// <summary>One F3548-21 request to this post whose token was accepted, however it came.</summary>
/// <param name="Path">From <c>/uss/v1/</c> on.</param>
/// <param name="Relayed">It came as a letter, and so goes the answer: no more than a letter carries.</param>
internal sealed record UssCall(string Method, string Path, PartyName By, ScopeSet Scopes, byte[] Body, bool Relayed);

/// <summary>Status and JSON of an answer; no body when it is empty. Immutable.</summary>
internal sealed record UssReply(int Status, string Body = "")
{
    public static UssReply Json<T>(int status, T value, JsonTypeInfo<T> shape) => new(status, JsonSerializer.Serialize(value, shape));

    public static UssReply Error(int status, string sentence) => Json(status, new ErrorResponse { Message = sentence }, WireJson.Default.ErrorResponse);

    public static UssReply Bad(Problem problem) => Error(Status400BadRequest, problem.ToString());

    public static UssReply Of(PostOutcome outcome) => outcome switch
    {
        PostRefused { Kind: PostRefusalKind.NotFound } r => Error(Status404NotFound, r.Sentence),
        PostRefused { Kind: PostRefusalKind.NotYours } r => Error(Status403Forbidden, r.Sentence),
        PostRefused { Kind: PostRefusalKind.NotNow } r => Error(Status409Conflict, r.Sentence),
        PostRefused r => Error(Status400BadRequest, r.Sentence),
        PostUnavailable u => Error(Status503ServiceUnavailable, u.Sentence),
        _ => new UssReply(Status204NoContent),
    };

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);
}
