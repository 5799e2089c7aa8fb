using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Status, alarms and parties.</summary>
internal sealed class StatusEndpoints(PostEngine engine, PartyBook book, Func<bool> up)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/status", Status, "status").Gives<StatusView>();
        routes.Post(Deed.Acknowledge, "/api/alarms/{id}/acknowledge", TakeAlarmAsync, "takeAlarm").Takes<OfficerRequest>();
        routes.Get("/api/parties", Parties, "parties").Gives<IReadOnlyList<PartyView>>();
        routes.Post(Deed.Keys, "/api/parties/{name}/accept", AcceptAsync, "acceptParty").Takes<AcceptPartyRequest>();
    }

    private ValueTask<Answer> Status(ApiCall call)
    {
        var changed = book.Changed.Select(KeysChanged);
        var view = engine.Read(s => new StatusView(
            engine.Me.Value, up() ? "up" : "down", engine.Position, [.. s.Alarms.OrderByDescending(static a => a.Severity).ThenBy(static a => a.Since).Select(View).Concat(changed)],
            engine.MyFingerprint, s.LettersWaiting, [.. s.Restoring.Select(static p => p.Value)], AuxEndpoints.Version));
        return ValueTask.FromResult(Answer.Json(Status200OK, view, PostWireJson.Default.StatusView));
    }

    /// <summary>It stands until they are accepted, or the exchange shows the pinned ones again; nobody can take it before.</summary>
    internal static AlarmView KeysChanged(OfferedKeys offered) => new(
        $"keys:{offered.Party.Name}", "keys-changed", 3, $"The exchange shows other keys for {offered.Party.Name} than this post pinned: compare fingerprints by voice, then accept or not.",
        offered.Party.Name, offered.Since.ToString(), null, null);

    internal static AlarmView View(Alarm alarm) => new(
        alarm.Id, alarm.Kind, alarm.Severity, alarm.Says, alarm.About, alarm.Since.ToString(), alarm.TakenBy, alarm.TakenAt?.ToString());

    private async ValueTask<Answer> TakeAlarmAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.OfficerRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("officer", body.Officer, required: true, 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var outcome = await engine.SubmitAsync(new TakeAlarm(engine.Now, call.Segment("id"), body.Officer!));
        return outcome is PostDone ? await Status(call) : ApiCall.Refuse(outcome);
    }

    private ValueTask<Answer> Parties(ApiCall call)
    {
        var parties = engine.Read(static s => s.Parties.Select(static p => new PartyView(
            p.Name.Value, p.Fingerprint, p.Since.ToString(), System.Text.Json.JsonElement.Parse(p.Description.Text))).ToArray());
        return ValueTask.FromResult(Answer.Json<IReadOnlyList<PartyView>>(Status200OK, parties, PostWireJson.Default.IReadOnlyListPartyView));
    }

    private async ValueTask<Answer> AcceptAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.AcceptPartyRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        // What the exchange showed a while ago counts no more than what it shows now, and officers who talk to each other may be quicker than a letter.
        if (engine.Read(s => s.Party(new Core.Exchange.PartyName(call.Segment("name")))) is not null && !await LookAsync(call.Cancel))
        {
            return Answer.Problem(Status503ServiceUnavailable, "The exchange can't be reached, so nobody can see whether it still shows these keys; try again.", 5);
        }

        if (book.Offered(call.Segment("name")) is not { } offered)
        {
            return Answer.Problem(Status404NotFound, "The exchange shows no other keys for that party than the pinned ones.");
        }

        if (offered.Fingerprint != body.Fingerprint)
        {
            return Answer.Problem(Status409Conflict, "The fingerprint is not that of the keys which the exchange shows; compare it again by voice.");
        }

        if (call.Second(Deed.Keys, body) is { } second)
        {
            return second;
        }

        var outcome = await book.PinAsync(offered, body.Officer?.Trim(), body.SecondOfficer?.Trim());
        return outcome is PostDone or LettersWritten ? await Parties(call) : ApiCall.Refuse(outcome);
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        try
        {
            await book.RefreshAsync(cancel);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
