using System.Reflection;
using Parley.Client.F3548;
using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>What the field's tools ask of a discovery service beside F3548-21: <c>/aux/v1</c>.</summary>
internal static class AuxEndpoints
{
    /// <summary>The version of this binary, as <c>--version</c> and <c>/aux/v1/version</c> say it.</summary>
    public static string Version { get; } =
        typeof(AuxEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Map(F3548Routes routes)
    {
        routes.Open("/aux/v1/version", static _ => Answer.Json(Status200OK, new VersionResponse { Version = $"parley/{Version}" }, WireJson.Default.VersionResponse), "getVersion")
            .Gives<VersionResponse>(Status200OK);
        routes.Get("/aux/v1/validate_oauth", ScopeSet.RemoteIdRead | ScopeSet.RemoteIdWrite | F3548Routes.AnyF3548, ValidateOauth, "validateOauth")
            .Gives<ValidateOauthResponse>(Status200OK);
    }

    private static ValueTask<Answer> ValidateOauth(Call call) => ValueTask.FromResult(
        call.Context.Request.Query.TryGetValue("owner", out var owner) && owner.ToString() != call.By.Value
            ? Answer.Error(Status403Forbidden, "The token is valid but was issued to another party than the owner asked for.")
            : Answer.Json(Status200OK, new ValidateOauthResponse(), WireJson.Default.ValidateOauthResponse));
}
