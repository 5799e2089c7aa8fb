using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Agreements: draft, sign, amend, suspend, resume, end.</summary>
internal sealed class AgreementEndpoints(PostEngine engine, LetterWriter letters, PartyBook book)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/agreements", List, "agreements").Gives<IReadOnlyList<AgreementView>>();
        routes.Get("/api/agreements/{id}", One, "agreement").Gives<AgreementView>();
        routes.Post(Deed.Agree, "/api/agreements", call => DraftAsync(call, amends: null), "draftAgreement").Takes<JsonElement>().Gives<AgreementView>(Status201Created);
        routes.Post(Deed.Agree, "/api/agreements/{id}/amend", AmendAsync, "amendAgreement").Takes<JsonElement>().Gives<AgreementView>(Status201Created);
        routes.Post(Deed.Agree, "/api/agreements/{id}/sign", SignAsync, "signAgreement").Takes<OfficerRequest>().Gives<AgreementView>();
        routes.Post(Deed.Suspend, "/api/agreements/{id}/suspend", SuspendAsync, "suspendAgreement").Takes<SuspendRequest>().Gives<AgreementView>();
        routes.Post(Deed.Agree, "/api/agreements/{id}/resume", ResumeAsync, "resumeAgreement").Takes<OfficerRequest>().Gives<AgreementView>();
        routes.Post(Deed.Agree, "/api/agreements/{id}/end", EndAsync, "endAgreement").Takes<ReasonRequest>().Gives<AgreementView>();
    }

    private ValueTask<Answer> List(ApiCall call) => ValueTask.FromResult(Page.Read(call).Try(out var page, out var problem)
        ? page.Answer(
            call, engine.Read(s => page.Of(s.Agreements, static a => a.Id).Take(page.Limit + 1).ToArray()), a => View(a, engine.Now),
            static a => a.Id, PostWireJson.Default.IReadOnlyListAgreementView)
        : ApiCall.Bad(problem));

    private ValueTask<Answer> One(ApiCall call) => ValueTask.FromResult(
        !call.Id().Try(out var id, out var problem) ? ApiCall.Bad(problem)
        : engine.Read(s => s.Agreement(id)) is { } agreement ? Answer.Json(Status200OK, View(agreement, engine.Now), PostWireJson.Default.AgreementView)
        : ApiCall.NotFound("agreement", id));

    private async ValueTask<Answer> AmendAsync(ApiCall call) =>
        call.Id().Try(out var id, out var problem) ? await DraftAsync(call, id) : ApiCall.Bad(problem);

    private async ValueTask<Answer> DraftAsync(ApiCall call, EntityId? amends)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.JsonDocument)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (!AgreementReader.Read(Encoding.UTF8.GetBytes(body.RootElement.GetRawText())).Try(out var terms, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (!terms.Parties.Contains(engine.Me) && terms.Mediator != engine.Me)
        {
            return ApiCall.Bad(new Problem("parties", $"do not include {engine.Me}, so this post has no part in it"));
        }

        // What each signs is also with whose keys: so a stranger between the posts can't stay unseen.
        var parties = terms.Mediator is { } mediator ? terms.Parties.Add(mediator) : terms.Parties;
        var keys = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var party in parties)
        {
            var fingerprint = party == engine.Me ? engine.MyFingerprint : (book.Find(party.Value) ?? await LookAgainAsync(party.Value, call.Cancel))?.Fingerprint;
            if (fingerprint is null)
            {
                return Answer.Problem(Status409Conflict, $"parties: {party} is not known here: it was not admitted to the exchange yet, or this post has not reached the exchange since.");
            }

            keys[party.Value] = fingerprint;
        }

        var document = AgreementReader.Write(terms with { Keys = keys.ToImmutable() });
        if (document.Length > AgreementReader.MaxBytes)
        {
            return ApiCall.Bad(new Problem("", "The document is larger than a letter carries; simplify the area"));
        }

        var id = new EntityId(Guid.NewGuid());
        return await letters.WriteAsync(parties, new AgreementDrafted(id, document, amends), pending => engine.Read(s => s.Agreement(id)) is { } drafted
            ? Answer.Json(Status201Created, View(drafted, engine.Now), PostWireJson.Default.AgreementView)
            : Answer.Json(Status202Accepted, new IdView(id.ToString(), pending), PostWireJson.Default.IdView));
    }

    private async Task<Client.Letters.PartyDescription?> LookAgainAsync(string party, CancellationToken cancel)
    {
        try
        {
            await book.RefreshAsync(cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }

        return book.Find(party);
    }

    private async ValueTask<Answer> SignAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.OfficerRequest, static () => new OfficerRequest())).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        return ApiCall.TextFault("officer", body.Officer, most: 200) is { } fault ? ApiCall.Bad(fault)
            : call.Id().Try(out var id, out _) && engine.Read(s => s.Agreement(id))?.Terms.Keys is { } named && named.FirstOrDefault(k => Changed(k.Key, k.Value)) is { Key: { } party }
                ? Answer.Problem(Status409Conflict, $"The agreement names other keys for {party} than those in force: they were changed since it was drafted. Have it drafted anew.")
            : await SayAsync(call, agreement => new AgreementSigned(agreement.Id, agreement.Hash, body.Officer));
    }

    private bool Changed(string party, string fingerprint) => (party == engine.Me.Value ? engine.MyFingerprint : book.Find(party)?.Fingerprint) is { } known && known != fingerprint;

    private async ValueTask<Answer> SuspendAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.SuspendRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("reason", body.Reason, required: true) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var effective = engine.Now;
        if (body.Effective is { } text && !Instant.Parse(text).Try(out effective, out problem))
        {
            return ApiCall.Bad(problem.Under("effective"));
        }

        // Nobody is asked to consent to what is refused: a mediator suspends nothing.
        var mine = call.Id().Try(out var id, out _) && engine.Read(s => s.Agreement(id))?.Terms.Parties.Contains(engine.Me) == true;
        return (mine ? call.Second(Deed.Suspend, body) : null) ?? await SayAsync(call, agreement => new AgreementSuspended(agreement.Id, effective, body.Reason!, body.Officer, body.SecondOfficer));
    }

    private async ValueTask<Answer> ResumeAsync(ApiCall call) =>
        (await call.BodyAsync(PostWireJson.Default.OfficerRequest, static () => new OfficerRequest())).Try(out var body, out var problem)
            ? ApiCall.TextFault("officer", body.Officer, most: 200) is { } fault ? ApiCall.Bad(fault) : await SayAsync(call, agreement => new AgreementResumed(agreement.Id, body.Officer))
            : ApiCall.Bad(problem);

    private async ValueTask<Answer> EndAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.ReasonRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        return (ApiCall.TextFault("reason", body.Reason, required: true) ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault
            ? ApiCall.Bad(fault)
            : await SayAsync(call, agreement => new AgreementEnded(agreement.Id, body.Reason!, body.Officer));
    }

    private async ValueTask<Answer> SayAsync(ApiCall call, Func<Agreement, LetterBody> body)
    {
        if (!call.Id().Try(out var id, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (engine.Read(s => s.Agreement(id)) is not { } agreement)
        {
            return ApiCall.NotFound("agreement", id);
        }

        var parties = agreement.Terms.Mediator is { } mediator ? agreement.Terms.Parties.Add(mediator) : agreement.Terms.Parties;
        return await letters.WriteAsync(parties, body(agreement), pending => Answer.Json(
            pending ? Status202Accepted : Status200OK, View(engine.Read(s => s.Agreement(id))!, engine.Now), PostWireJson.Default.AgreementView));
    }

    internal static AgreementView View(Agreement a, Instant now) => new(
        a.Id.ToString(), a.Hash, StateText(a.StateAt(now)), a.Terms.Title, a.DraftedBy.Value, a.DraftedAt.ToString(),
        a.Signatures.ToDictionary(static s => s.Key.Value, static s => new SignatureView(s.Value.At.ToString(), s.Value.Officer)),
        a.Suspensions.ToDictionary(static s => s.Key.Value, static s => new SuspensionView(s.Value.At.ToString(), s.Value.Effective.ToString(), s.Value.Reason, s.Value.Officer)),
        a.End is { } end ? new EndView(end.At.ToString(), end.By.Value, end.Reason) : null,
        a.Amends?.ToString(), a.AmendedBy?.ToString(), JsonElement.Parse(a.Document), a.Document);

    private static string StateText(AgreementState state) => state switch
    {
        AgreementState.Drafted => "drafted",
        AgreementState.Signed => "signed",
        AgreementState.InForce => "in-force",
        AgreementState.Suspended => "suspended",
        _ => "ended",
    };
}
