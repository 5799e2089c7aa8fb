using System.Text;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>This post's own keys, and their change by two officers.</summary>
internal sealed class KeysEndpoints(PostEngine engine, PartyKeys keys, OwnKeys own)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/keys", _ => ValueTask.FromResult(Show()), "keys").Gives<KeysView>();
        routes.Get("/api/keys/next/party.json", _ => ValueTask.FromResult(NextParty()), "nextParty").Gives<JsonElement>();
        routes.Post(Deed.Keys, "/api/keys/next", MakeAsync, "makeKeys").Takes<MakeKeysRequest>().Gives<KeysView>();
        routes.Post(Deed.Keys, "/api/keys/next/drop", DropAsync, "dropKeys").Takes<DropKeysRequest>().Gives<KeysView>();
    }

    private Answer Show()
    {
        var next = engine.Read(static s => s.NextKeys);
        var view = new KeysView(
            keys.Description.Fingerprint,
            next is null ? null : new NextKeysView(next.Fingerprint, next.At.ToString(), next.Officer, next.SecondOfficer, next.Reason, JsonElement.Parse(next.Description.Text), own.Fault),
            [.. keys.Former.Select(static f => f.Fingerprint)]);
        return Answer.Json(Status200OK, view, PostWireJson.Default.KeysView);
    }

    // As the file in the post's folder: whoever sits at the console need not reach that folder.
    private Answer NextParty() => engine.Read(static s => s.NextKeys) is { } next
        ? Answer.Raw(Status200OK, Encoding.UTF8.GetBytes(next.Description.Text))
        : Answer.Problem(Status404NotFound, "No new keys wait to be admitted.");

    private async ValueTask<Answer> MakeAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.MakeKeysRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("reason", body.Reason) ?? ApiCall.TextFault("replaces", body.Replaces, most: 60)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        // No second officer is asked for what would be refused, and none consents to another change than was asked for.
        if (engine.Read(static s => s.NextKeys) is { } next)
        {
            return ApiCall.Refuse(PostState.MadeAlready(next));
        }

        if (body.Replaces is { } replaced && replaced.Trim() != keys.Description.Fingerprint)
        {
            return Answer.Problem(Status409Conflict, "Other keys are in force by now than those that were to be replaced; ask again if these are to be replaced, too.");
        }

        if (call.Second(Deed.Keys, body) is { } second)
        {
            return second;
        }

        var outcome = await own.MakeAsync(body.Officer?.Trim() ?? "", body.SecondOfficer?.Trim() ?? "", body.Reason?.Trim() is { Length: > 0 } reason ? reason : null);
        return outcome is PostDone ? Show() : ApiCall.Refuse(outcome);
    }

    private async ValueTask<Answer> DropAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.DropKeysRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("fingerprint", body.Fingerprint, required: true, 60) ?? ApiCall.TextFault("officer", body.Officer, required: true, 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var outcome = await own.DropAsync(body.Fingerprint!.Trim(), body.Officer!.Trim());
        return outcome is PostDone ? Show() : ApiCall.Refuse(outcome);
    }
}
