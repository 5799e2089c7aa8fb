using System.IO.Pipelines;
using System.Text;

namespace Parley.Bench.Canned;

/// <summary>
/// Kestrel with the exchange's own configuration, behind which nothing happens: bodies are read and dropped, answers are as long as the
/// exchange's. What it does a second is what this machine could do at best with HTTP, JSON clients and all.
/// </summary>
internal static class CannedServer
{
    private const string Reference =
        """{"id":"7d6a4a0e-4f0b-4f4e-9a63-0c3f3b1f9d11","manager":"bench","uss_availability":"Unknown","version":1,"state":"Accepted","ovn":"q83vEjRWeJCrze8SNFZ4kA","time_start":{"value":"2030-01-01T00:02:00Z","format":"RFC3339"},"time_end":{"value":"2030-01-01T00:50:00Z","format":"RFC3339"},"uss_base_url":"https://uss.bench.example/f3548","subscription_id":"0f1f6a3c-6f7e-4d62-8f3d-7e0a7c1b2a55"}""";

    private static readonly byte[] Changed = Encoding.UTF8.GetBytes(
        $$"""{"subscribers":[{"subscriptions":[{"subscription_id":"0f1f6a3c-6f7e-4d62-8f3d-7e0a7c1b2a55","notification_index":1}],"uss_base_url":"https://uss.bench.example/f3548"}],"operational_intent_reference":{{Reference}}}""");

    private static readonly byte[] Found = Encoding.UTF8.GetBytes($$"""{"operational_intent_references":[{{Reference}}]}""");

    public static WebApplication Build(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.Run(AnswerAsync);
        return app;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        await DrainAsync(request.BodyReader, context.RequestAborted);
        var body = HttpMethods.IsPost(request.Method) ? Found : Changed;
        var response = context.Response;
        response.StatusCode = HttpMethods.IsPut(request.Method) && !HasOvn(request.Path) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    // /dss/v1/operational_intent_references/{id}/{ovn}: five slashes.
    private static bool HasOvn(PathString path) => path.Value.AsSpan().Count('/') == 5;

    private static async ValueTask DrainAsync(PipeReader body, CancellationToken cancel)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancel);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
