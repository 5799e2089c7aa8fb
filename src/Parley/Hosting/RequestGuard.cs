using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Hosting;

/// <summary>
/// The outermost step of every request: bounds how many are in work, turns whatever goes wrong into one JSON sentence, and writes the one
/// log line that a request may have. Thread-safe.
/// </summary>
internal sealed class RequestGuard(int maxInFlight, bool logAll, ILogger log, Func<int, string, int, Answer>? error = null)
{
    private readonly Func<int, string, int, Answer> _error = error ?? Answer.Error;
    private int _inFlight;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            // Being full is not being ill: those who watch over the process are answered even then.
            if (Interlocked.Increment(ref _inFlight) > maxInFlight && !context.Request.Path.StartsWithSegments("/healthy", StringComparison.Ordinal))
            {
                await _error(Status503ServiceUnavailable, "Too many requests are in work; try again in a second.", 1).WriteAsync(context);
            }
            else if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { MaxRequestBodySize: { } limit } feature && context.Request.ContentLength > limit)
            {
                await RefuseTooLargeAsync(context, feature, limit);
            }
            else
            {
                await next(context);
                await ExplainAsync(context);
            }
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogEvents.Fault(log, context.Request.Method, Route(context), e);
            await _error(Status500InternalServerError, "A fault of the server's own; its operators can see it in the log.", 0).WriteAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            Log(context, began);
        }
    }

    // Routing answers 404, 405 and 415 with nothing in them; errors are JSON here.
    private Task ExplainAsync(HttpContext context)
    {
        var response = context.Response;
        return response.HasStarted || response.StatusCode < 400
            ? Task.CompletedTask
            : _error(response.StatusCode, response.StatusCode switch
            {
                Status404NotFound => "There is nothing at this path; see /openapi/v1.json for what there is.",
                Status405MethodNotAllowed => $"{context.Request.Method} is not for this path; see /openapi/v1.json for what is.",
                _ => "The request can't be answered as it came; see /openapi/v1.json.",
            }, 0).WriteAsync(context);
    }

    private Task RefuseAsync(HttpContext context, BadHttpRequestException e)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        // What is left of an overlong body is not read: the connection goes with it.
        context.Response.Headers.Connection = "close";
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return _error(e.StatusCode, e.StatusCode switch
        {
            Status413PayloadTooLarge => TooLarge(limit),
            Status408RequestTimeout => "The body came too slowly; send it again.",
            _ => "The request is not well-formed HTTP.",
        }, 0).WriteAsync(context);
    }

    // A client that sends without listening hears the answer only if what it sends is taken from it. What is far too much is not waited for.
    private async Task RefuseTooLargeAsync(HttpContext context, IHttpMaxRequestBodySizeFeature feature, long limit)
    {
        context.Response.Headers.Connection = "close";
        await _error(Status413PayloadTooLarge, TooLarge(limit), 0).WriteAsync(context);
        if (context.Request.Headers.Expect.Count > 0)
        {
            return;
        }

        feature.MaxRequestBodySize = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            for (var left = 8 * limit; left > 0;)
            {
                var read = await context.Request.BodyReader.ReadAsync(patience.Token);
                left -= read.Buffer.Length;
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It hung up, or was too slow. It has its answer.
        }
    }

    private static string TooLarge(long? limit) => $"The body is larger than {limit} bytes; send less at once.";

    private void Log(HttpContext context, long began)
    {
        var status = context.Response.StatusCode;
        if (status >= 500 || status == Status429TooManyRequests)
        {
            LogEvents.RequestFailed(log, context.Request.Method, Route(context), status, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        else if (logAll)
        {
            LogEvents.Request(log, context.Request.Method, Route(context), status, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    // The pattern, not the path: ids in a log would say who asked for what.
    private static string Route(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
