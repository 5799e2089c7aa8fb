using System.Security.Claims;
using Parley.Console.Roles;

namespace Parley.Console.Accounts;

/// <summary>
/// Calls of the API by a session's cookie. A foreign page can make a browser send a request with the cookie, but can't set a header of its own on
/// it without being asked first whether it may, which is never answered; and browsers say where a request comes from. Thread-safe.
/// </summary>
internal sealed class Callers(IPeople people) : ICallers
{
    /// <summary>Any value.</summary>
    public const string Header = "X-Parley-Console";

    public ValueTask<Caller?> IdentifyAsync(HttpContext context) => ValueTask.FromResult(
        IsOwn(context.Request) && context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && people.Find(id) is { Open: true } person ? new Caller(person) : null);

    internal static bool IsOwn(HttpRequest request) =>
        IsOwnForm(request) && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers[Header].Count > 0);

    /// <summary>As far as the browser says where a request comes from.</summary>
    internal static bool IsOwnForm(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin" && site != "none")
        {
            return false;
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0 || Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
