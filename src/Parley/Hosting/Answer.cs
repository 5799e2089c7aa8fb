using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.F3548;
using Parley.Core;

namespace Parley.Hosting;

/// <summary>A status and a JSON body, decided before anything is written. Immutable.</summary>
internal readonly struct Answer
{
    // An apostrophe in a sentence stays one: what leaves here is application/json, never part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly object _body;
    private readonly JsonTypeInfo? _shape;

    private Answer(int status, object body, JsonTypeInfo? shape, int retryAfterSeconds = 0) =>
        (Status, _body, _shape, RetryAfterSeconds) = (status, body, shape, retryAfterSeconds);

    public int Status { get; }

    /// <summary>0: no <c>Retry-After</c>.</summary>
    public int RetryAfterSeconds { get; }

    public static Answer Json<T>(int status, T body, JsonTypeInfo<T> shape)
        where T : notnull => new(status, body, shape);

    /// <summary>JSON that is written already; none when it is empty.</summary>
    public static Answer Raw(int status, byte[] json) => new(status, json, null);

    /// <summary>One page that needs nothing else.</summary>
    public static Answer Html(string page) => new(StatusCodes.Status200OK, page, null);

    public static Answer Error(int status, string sentence, int retryAfterSeconds = 0) =>
        new(status, new ErrorResponse { Message = sentence }, WireJson.Default.ErrorResponse, retryAfterSeconds);

    /// <summary>An error as RFC 9457 has it: for the API of a post.</summary>
    public static Answer Problem(int status, string sentence, int retryAfterSeconds = 0) => new(
        status,
        new Client.Post.ProblemDetails("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), status, sentence),
        Client.Post.PostWireJson.Default.ProblemDetails,
        retryAfterSeconds);

    public static Answer BadRequest(Problem problem) => Error(StatusCodes.Status400BadRequest, problem.ToString());

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (_body is byte[] { Length: 0 })
        {
            return;
        }

        if (_body is string page)
        {
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            await response.WriteAsync(page, context.RequestAborted);
            return;
        }

        response.ContentType = _body is Client.Post.ProblemDetails ? "application/problem+json" : "application/json";
        if (RetryAfterSeconds > 0)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        }

        if (_shape is null)
        {
            await response.BodyWriter.WriteAsync((byte[])_body, context.RequestAborted);
            return;
        }

        using (var writer = new Utf8JsonWriter(response.BodyWriter, Plain))
        {
            JsonSerializer.Serialize(writer, _body, _shape);
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
