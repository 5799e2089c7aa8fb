using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Console.Texts;
using Parley.Post.Api;

namespace Parley.Console.Desk;

/// <summary>
/// Lets the console's pages call the post's API as one person, without a socket: the same paths, checks, roles and sentences that any other caller
/// meets. The person is looked up at each call, so a changed role counts at once. Thread-safe.
/// </summary>
internal sealed class WithinHandler(ApiRoutes routes, IServiceProvider services, Func<Person?> who) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (who() is not { Open: true } person)
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
        }

        using var taken = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = cancellationToken };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(taken));
        context.Request.Method = request.Method.Method;
        context.Request.Path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        context.Request.QueryString = new QueryString(request.RequestUri.Query);
        if (request.Content is { } content)
        {
            var body = await content.ReadAsByteArrayAsync(cancellationToken);
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentLength = body.Length;
            context.Request.ContentType = content.Headers.ContentType?.ToString();
        }

        await routes.InvokeAsync(context, new Caller(person, Console: true));
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
        var written = context.Response.ContentType == "application/problem+json" ? InWordsOf(person, taken.ToArray()) : taken.ToArray();
        context.Response.ContentLength = null;
        var answer = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode) { RequestMessage = request, Content = new ByteArrayContent(written) };
        foreach (var (name, values) in context.Response.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                answer.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return answer;
    }

    // As RFC 9457 (section 3.1.4) lets it be: the detail is for people, and in their language.
    private static byte[] InWordsOf(Person person, byte[] problem) =>
        JsonSerializer.Deserialize(problem, PostWireJson.Default.ProblemDetails) is { Detail: { } detail } read
            ? JsonSerializer.SerializeToUtf8Bytes(read with { Detail = Wording.In(person.Language).Sentence(detail) }, PostWireJson.Default.ProblemDetails)
            : problem;
}
