using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Parley.Console.Accounts;

/// <summary>Pages that need no circuit: each is one answer, each form of theirs carries a token that a foreign page can't know.</summary>
internal static class PlainPages
{
    private const int MostForm = 64 << 10;

    // No style attributes here, nothing inline, nothing from elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Task ShowAsync<TPage>(HttpContext context, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        Guard(context);
        return new RazorComponentResult<TPage> { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(context);
    }

    public static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        // Under no-referrer, browsers would send forms from nowhere (Origin: null).
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
    }

    /// <summary>To be answered by another page: what was posted is not posted again by going back.</summary>
    public static Task ToAsync(HttpContext context, string path)
    {
        Guard(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        return Task.CompletedTask;
    }

    /// <summary>The form, once it is known to come from a page of ours. Otherwise it has been answered.</summary>
    public static async Task<IFormCollection?> FormAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostForm;
        }

        if (context.Request.HasFormContentType && Callers.IsOwnForm(context.Request))
        {
            try
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                if (await antiforgery.IsRequestValidAsync(context))
                {
                    return form;
                }
            }
            catch (Exception e) when (e is InvalidDataException or AntiforgeryValidationException)
            {
                // No form of ours.
            }
        }

        context.RequestServices.GetRequiredService<Visit>().Note = "enter.stale";
        await ShowAsync<NotePage>(context, StatusCodes.Status400BadRequest);
        return null;
    }
}
