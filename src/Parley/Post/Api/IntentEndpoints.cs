using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Own intents and protected sites: file, change, withdraw. Foreign ones: see, acknowledge, pass on.</summary>
internal sealed class IntentEndpoints(PostEngine engine, Filer filer, LetterWriter letters)
{
    public void Map(ApiRoutes routes)
    {
        routes.Post(Deed.File, "/api/intents", FileAsync, "fileIntent").Takes<IntentRequest>().Gives<IntentView>(Status201Created);
        routes.Post(Deed.Look, "/api/intents/check", CheckAsync, "checkIntent").Takes<IntentRequest>().Gives<IntentView>();
        routes.Get("/api/intents", List, "intents").Gives<IReadOnlyList<IntentView>>();
        routes.Get("/api/intents/{id}", One, "intent").Gives<IntentView>();
        routes.Put(Deed.File, "/api/intents/{id}", ChangeAsync, "changeIntent").Takes<IntentRequest>().Gives<IntentView>();
        routes.Delete(Deed.File, "/api/intents/{id}", WithdrawAsync, "withdrawIntent").Takes<OutcomeRequest>().Gives<IntentView>();
        routes.Post(Deed.File, "/api/intents/{id}/outcome", WithdrawAsync, "endIntent").Takes<OutcomeRequest>().Gives<IntentView>();
        routes.Post(Deed.Acknowledge, "/api/intents/{id}/acknowledge", AcknowledgeAsync, "acknowledgeIntent").Takes<SeenRequest>().Gives<IntentView>();
        routes.Post(Deed.File, "/api/intents/{id}/confirm-place", ConfirmPlaceAsync, "confirmPlace").Takes<OfficerRequest>().Gives<IntentView>();
        routes.Post(Deed.File, "/api/intents/{id}/reconfirm", ReconfirmAsync, "reconfirmIntent").Takes<OfficerRequest>().Gives<IntentView>();
        routes.Put(Deed.PassOn, "/api/intents/{id}/recipients", RecipientsAsync, "putRecipients").Takes<RecipientsRequest>().Gives<IntentView>();
        routes.Post(Deed.PassOn, "/api/intents/{id}/recipients/{name}/told", call => MarkAsync(call, confirmed: false), "recipientTold").Takes<OfficerRequest>().Gives<IntentView>();
        routes.Post(Deed.PassOn, "/api/intents/{id}/recipients/{name}/confirmed", call => MarkAsync(call, confirmed: true), "recipientConfirmed").Takes<OfficerRequest>().Gives<IntentView>();
    }

    private async ValueTask<Answer> FileAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.IntentRequest)).Try(out var body, out var problem)
            || !IntentReader.Read(body, null, filer, engine.Now).Try(out var read, out problem))
        {
            return ApiCall.Bad(problem);
        }

        var filed = await filer.FileAsync(read.Id ?? new EntityId(Guid.NewGuid()), FilingStep.File, read.Plan, CancellationToken.None);
        return Told(filed, Status201Created);
    }

    /// <summary>What filing it would bring: lateness, what is uncovered, whom it would meet. Nothing is filed and nobody is told.</summary>
    private async ValueTask<Answer> CheckAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.IntentRequest)).Try(out var body, out var problem)
            || !IntentReader.Read(body, null, filer, engine.Now).Try(out var read, out problem))
        {
            return ApiCall.Bad(problem);
        }

        var id = read.Id ?? new EntityId(Guid.NewGuid());
        var volumes = PostVolumes.Known(read.Plan.Volumes);
        var (facts, meets) = engine.Read((s, airspace) =>
        {
            var agreements = read.Plan.Agreements.Select(s.Agreement).OfType<Agreement>().ToArray();
            var receivers = agreements.SelectMany(static a => a.Terms.Mediator is { } m ? a.Terms.Parties.Add(m) : a.Terms.Parties).Distinct().Where(p => p != engine.Me).ToArray();
            var lead = read.Plan.Facts.Start.Since(engine.Now).TotalSeconds;
            var declared = new Declared(id, engine.Me, read.Plan.Kind, false, 0, read.Plan.State, read.Plan.Volumes, read.Plan.Facts, read.Plan.Agreements, read.Plan.Standing)
            {
                Note = read.Plan.Note,
                Activity = read.Plan.Activity,
                Place = read.Plan.Place,
                Uncovered = read.Plan.Uncovered,
                Notices = receivers.ToImmutableSortedDictionary(static r => r, r => new NoticeTo(
                    0, engine.Now, lead, lead < agreements.Where(a => a.Includes(r)).Max(static a => a.Terms.MinimumNoticeS),
                    PostState.Vague(read.Plan.Facts, [.. agreements.Where(a => a.Includes(r)).Select(static a => a.Terms)]),
                    agreements.Where(a => a.Includes(r)).All(static a => a.Terms.Disclosure == Disclosure.Footprint), [])),
            };
            var candidate = airspace.Candidate(id, engine.Me, false, volumes, read.Plan.Agreements, receivers);
            var near = airspace.Pairs(s, candidate, civil: false).Concat(airspace.Pairs(s, candidate, civil: true)).Where(static p => p.Near)
                .Select(p => ConflictViews.Meeting(p, s.Find(p.Other)?.Owner ?? default));
            var wrong = read.Plan.Facts.PlaceKm > agreements.Select(static a => a.Terms.PlaceToleranceKm).DefaultIfEmpty(double.PositiveInfinity).Min();
            return (IntentFacts.Of(s, declared) with { WrongPlace = wrong }, near.ToArray());
        });
        return Answer.Json(
            Status200OK, IntentViews.Of(facts, engine.Me, engine.Now) with { Conflicts = [.. meets.Select(static m => m.Conflict)], Meets = meets }, PostWireJson.Default.IntentView);
    }

    private ValueTask<Answer> List(ApiCall call)
    {
        if (!Bound(call, "from", Instant.Min).Try(out var from, out var problem) || !Bound(call, "to", Instant.Max).Try(out var to, out problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        if (call.Query("mine") is { } text && !bool.TryParse(text, out _))
        {
            return ValueTask.FromResult(ApiCall.Bad(new Problem("mine", "is either true or false")));
        }

        bool? mine = call.Query("mine") is { } wanted ? bool.Parse(wanted) : null;
        if (!Page.Read(call).Try(out var page, out problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        var facts = engine.Read(s => IntentFacts.Of(s, s.DeclaredBetween(from, to, page.After)
            .Where(d => mine is null || d.Owner == engine.Me == mine).Take(page.Limit + 1)));
        return ValueTask.FromResult(page.Answer(
            call, facts, f => IntentViews.Of(f, engine.Me, engine.Now), static f => f.Declared.Id, PostWireJson.Default.IReadOnlyListIntentView));
    }

    private static Checked<Instant> Bound(ApiCall call, string name, Instant otherwise) =>
        call.Query(name) is not { } text ? otherwise : Instant.Parse(text).Try(out var instant, out var problem) ? instant : problem.Under(name);

    private ValueTask<Answer> One(ApiCall call) => ValueTask.FromResult(call.Id().Try(out var id, out var problem) ? Show(id) : ApiCall.Bad(problem));

    private Answer Show(EntityId id, int status = Status200OK) => engine.Read(s => s.Find(id) is { } declared ? IntentFacts.Of(s, declared) : (IntentFacts?)null) is { } facts
        ? Answer.Json(status, IntentViews.Of(facts, engine.Me, engine.Now), PostWireJson.Default.IntentView)
        : ApiCall.NotFound("intent", id);

    private Answer Told(Filed filed, int status) => filed.Refusal is { } refused ? ApiCall.Refuse(refused) : Show(filed.Id, filed.Pending ? Status202Accepted : status);

    private async ValueTask<Answer> ChangeAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.IntentRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (engine.Read(s => s.Find(id)) is not { } known)
        {
            return ApiCall.NotFound("intent", id);
        }

        if (known.Owner != engine.Me)
        {
            return Answer.Problem(Status403Forbidden, $"The intent {id} is {known.Owner}'s; propose a change under the conflict instead.");
        }

        // Written over an older one, it would undo what was changed since.
        if (body.Version is { } version && version != known.Version)
        {
            return Answer.Problem(Status409Conflict, $"The intent has been changed since, to version {known.Version}; look at it, then change that.");
        }

        if (!IntentReader.Read(body, known, filer, engine.Now).Try(out var read, out problem))
        {
            return ApiCall.Bad(problem);
        }

        // The other side has said that it moves: moving too is how two dodge into each other.
        if (read.Plan.Volumes != known.Volumes && engine.Read(s => s.ConflictsOf(id).Where(static c => c.Now.Near)
            .SelectMany(c => PostState.Moving(c, engine.Now).Where(p => p != engine.Me)).FirstOrDefault()) is { Value: not null } mover)
        {
            return Answer.Problem(Status409Conflict, $"{mover} already moves; two moves into one another are refused. Hold, or agree on something else under the conflict.");
        }

        return Told(await filer.FileAsync(id, FilingStep.Change, read.Plan, CancellationToken.None), Status200OK);
    }

    private async ValueTask<Answer> WithdrawAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.OutcomeRequest, static () => new OutcomeRequest())).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (engine.Read(s => s.Find(id)) is not { } known)
        {
            return ApiCall.NotFound("intent", id);
        }

        if (known.Owner != engine.Me)
        {
            return Answer.Problem(Status403Forbidden, $"The intent {id} is {known.Owner}'s; only its owner ends it.");
        }

        if (!IntentReader.Outcome(body.Outcome, known, engine.Now).Try(out var outcome, out problem) || (problem = ApiCall.TextFault("reason", body.Reason)!) is not null)
        {
            return ApiCall.Bad(problem);
        }

        var plan = new OwnPlan(
            known.Kind, known.State, known.Volumes, known.Agreements, known.Facts, known.Standing, known.Note, known.Activity, known.Place, Outcome: outcome, Reason: body.Reason);
        return Told(await filer.FileAsync(id, FilingStep.Withdraw, plan, CancellationToken.None), Status200OK);
    }

    private ValueTask<Answer> AcknowledgeAsync(ApiCall call) => OfficerAsync(
        call, PostWireJson.Default.SeenRequest, foreign: true, static (declared, request) => new NoticeSeen(declared.Id, request.Version ?? declared.Version, request.Officer!));

    private ValueTask<Answer> ConfirmPlaceAsync(ApiCall call) => OfficerAsync(
        call, PostWireJson.Default.OfficerRequest, foreign: false, static (declared, request) => new PlaceConfirmed(declared.Id, declared.Version, request.Officer!));

    private ValueTask<Answer> ReconfirmAsync(ApiCall call) => OfficerAsync(
        call, PostWireJson.Default.OfficerRequest, foreign: false, static (declared, request) => new Reconfirmed(declared.Id, request.Officer!));

    private async ValueTask<Answer> OfficerAsync<T>(ApiCall call, JsonTypeInfo<T> shape, bool foreign, Func<Declared, T, LetterBody> body)
        where T : class, INamesAnOfficer
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(shape)).Try(out var request, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("officer", request.Officer, required: true, 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (engine.Read(s => s.Find(id)) is not { } declared)
        {
            return ApiCall.NotFound("intent", id);
        }

        if (declared.Owner == engine.Me == foreign || declared.Civil)
        {
            return Answer.Problem(Status403Forbidden, foreign ? "This intent is your own, or no party's; the other side acknowledges yours." : $"This intent is {declared.Owner}'s; only its owner does that.");
        }

        if (!foreign && (declared.Over || declared.Ending))
        {
            return Answer.Problem(Status409Conflict, $"The intent {id} has ended; file a new one.");
        }

        var receivers = foreign ? [declared.Owner] : declared.Notices.Keys.ToArray();
        return receivers.Length == 0
            ? Answer.Problem(Status409Conflict, "Nobody was told of this intent, so there is nobody to say it to.")
            : await letters.WriteAsync(receivers, body(declared, request), pending => Show(id, pending ? Status202Accepted : Status200OK));
    }

    private async ValueTask<Answer> RecipientsAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.RecipientsRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (body.Recipients is not { Count: <= 1000 } list)
        {
            return ApiCall.Bad(new Problem("recipients", "is missing or has more than 1000"));
        }

        for (var i = 0; i < list.Count; i++)
        {
            var fault = list[i] is not { } one ? new Problem("", "is null") : ApiCall.TextFault("name", one.Name, true, 200) ?? ApiCall.TextFault("way", one.Way, true, 200);
            fault ??= list[i]!.Name!.Contains('/', StringComparison.Ordinal) ? new Problem("name", "holds a slash; write it without") : null;
            fault ??= list.Take(i).Any(o => o!.Name == list[i]!.Name) ? new Problem("name", "is there twice") : null;
            if (fault is not null)
            {
                return ApiCall.Bad(fault.Under($"recipients[{i}]"));
            }
        }

        return await PassOnAsync(id, declared =>
        {
            ImmutableArray<RecipientName> names = [.. list.Select(static r => new RecipientName(r!.Name!, r.Way!))];
            var known = declared.Recipients.Where(r => names.Any(n => n.Name == r.Name)).ToArray();
            return new PutRecipients(
                engine.Now, id, names, Tell(declared, names.Length, known.Count(static r => r.ToldAt is not null), known.Count(static r => r.ConfirmedAt is not null)));
        });
    }

    private async ValueTask<Answer> MarkAsync(ApiCall call, bool confirmed)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.OfficerRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("officer", body.Officer, required: true, 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var name = call.Segment("name");
        return await PassOnAsync(id, declared =>
        {
            var told = declared.Recipients.Count(r => r.ToldAt is not null || r.Name == name);
            var sure = declared.Recipients.Count(r => r.ConfirmedAt is not null || (confirmed && r.Name == name));
            return new MarkRecipient(engine.Now, id, name, confirmed, body.Officer!, Tell(declared, declared.Recipients.Length, told, sure));
        });
    }

    private static Draft? Tell(Declared declared, int mustKnow, int told, int confirmed) =>
        declared.Civil ? null : new Draft([declared.Owner], new NoticePassedOn(declared.Id, mustKnow, told, confirmed));

    private async ValueTask<Answer> PassOnAsync(EntityId id, Func<Declared, PostCommand> command)
    {
        if (engine.Read(s => s.Find(id)) is not { } declared)
        {
            return ApiCall.NotFound("intent", id);
        }

        if (engine.Read(static s => s.CatchingUp))
        {
            return LetterWriter.CatchingUp;
        }

        var outcome = await engine.SubmitAsync(command(declared));
        return outcome is PostDone or LettersWritten ? Show(id) : ApiCall.Refuse(outcome);
    }
}
