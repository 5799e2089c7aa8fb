using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>What waits for a second officer: see it, consent to it, turn it down.</summary>
internal sealed class ConsentEndpoints(ConsentBook consents, IPeople people, IConsoleRecord record, ApiRoutes again)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/consents", _ => ValueTask.FromResult(List()), "consents").Gives<IReadOnlyList<ConsentView>>();
        routes.Post(Deed.Look, "/api/consents/{consent}/give", GiveAsync, "giveConsent");
        routes.Post(Deed.Look, "/api/consents/{consent}/refuse", RefuseAsync, "refuseConsent").Gives<IReadOnlyList<ConsentView>>();
    }

    private Answer List() => Answer.Json<IReadOnlyList<ConsentView>>(Status200OK, [.. consents.Waiting().Select(ConsentViews.Of)], PostWireJson.Default.IReadOnlyListConsentView);

    private async ValueTask<Answer> GiveAsync(ApiCall call)
    {
        if (Fault(call, out var consent) is { } fault)
        {
            return fault;
        }

        if (consent.Asker == call.Caller.Person!.Id)
        {
            return Answer.Problem(Status403Forbidden, "You asked for it yourself; another officer must consent.");
        }

        // Whoever asked may have lost the right to it since.
        if (people.Find(consent.Asker) is not { } asker || !new Caller(asker).May(consent.Deed))
        {
            consents.Take(consent.Id);
            return Answer.Problem(Status409Conflict, $"{consent.AskerName} may no longer do it; it is taken back.");
        }

        if (consents.Take(consent.Id) is null)
        {
            return Gone(call);
        }

        var answer = await again.AgainAsync(call.Context, consent, asker, call.Caller.Person);
        await RecordAsync(call.Caller.Person, consent, $"given, {answer.Status}");
        return answer;
    }

    // Its asker may take it back, too.
    private async ValueTask<Answer> RefuseAsync(ApiCall call)
    {
        if (Fault(call, out var consent) is { } fault)
        {
            return fault;
        }

        if (consents.Take(consent.Id) is null)
        {
            return Gone(call);
        }

        await RecordAsync(call.Caller.Person!, consent, "turned down");
        return List();
    }

    // The request itself is gone by now: who consented to what, and who had asked for it, stands nowhere else.
    private Task RecordAsync(Person by, Consent consent, string outcome) => record.AppendAsync(
        new RecordLine(by.Id, by.Name, $"consent to {consent.Operation}", $"{string.Join(' ', consent.Route.Values)} asked by {consent.AskerName}", outcome)).AsTask();

    private Answer? Fault(ApiCall call, out Consent consent)
    {
        consent = consents.Find(call.Segment("consent"))!;
        return call.Caller.Person is null ? Answer.Problem(Status403Forbidden, "Consent is a person's: sign in at the console.")
            : consent is null ? Gone(call)
            : !call.Caller.May(consent.Deed) ? Answer.Problem(Status403Forbidden, $"Your role, {call.Caller.Person.Role.Text()}, does not allow it; {consent.Deed.Allowed()} may do it.")
            : null;
    }

    private static Answer Gone(ApiCall call) => ApiCall.NotFound("request for consent", F3548.VolumeReader.Quote(call.Segment("consent")));
}
