using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Console.Telling;
using Parley.Console.Telling.Edition;
using Parley.Core;
using Parley.Hosting;
using Parley.Journal;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>How a person is told of what waits: each their own. The key's holder, who is nobody in particular, may look at a named person's.</summary>
internal sealed class TellingEndpoints(IPeople people, TellingBook book, DeliveryLog log, Courier courier, PushWay push, VapidKeys keys, EditionDesk editions, TimeProvider clock)
{
    private const int MostBrowsers = 10;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Instant> _tried = new(StringComparer.Ordinal);

    private Instant Now => Instant.From(clock.GetUtcNow());

    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/telling", call => ValueTask.FromResult(Whose(call, out var fault) is { } person ? Show(person) : fault), "telling").Gives<TellingView>();
        routes.Put(Deed.Look, "/api/telling", ChangeAsync, "changeTelling").Takes<TellingPreferences>().Gives<TellingView>();
        routes.Get("/api/telling/push", _ => ValueTask.FromResult(Answer.Json(Status200OK, new PushKeyView(keys.PublicKey), PostWireJson.Default.PushKeyView)), "pushKey").Gives<PushKeyView>();
        routes.Post(Deed.Look, "/api/telling/push", AddPushAsync, "addPush").Takes<PushRequest>().Gives<TellingView>();
        routes.Delete(Deed.Look, "/api/telling/push/{browser}", call => ValueTask.FromResult(RemovePush(call)), "removePush").Gives<TellingView>();
        routes.Get("/api/telling/deliveries", call => ValueTask.FromResult(Deliveries(call)), "deliveries").Gives<IReadOnlyList<DeliveryView>>();
        routes.Post(Deed.Look, "/api/telling/try", TryAsync, "tryTelling").Gives<IReadOnlyList<DeliveryView>>();
        routes.Get("/api/telling/edition", EditionAsync, "edition").Gives<EditionView>();
    }

    private static Answer SignIn() => Answer.Problem(Status403Forbidden, "This is each person's own: sign in. The key speaks for the party, not for one of its people.");

    // Oneself, or whom the key's holder names.
    private Person? Whose(ApiCall call, out Answer fault)
    {
        fault = default;
        var named = call.Query("person");
        if (call.Caller.Person is { } self)
        {
            fault = named is null || Names(self, named) ? default : Answer.Problem(Status403Forbidden, "This is each person's own; leave out person to see yours.");
            return named is null || Names(self, named) ? self : null;
        }

        if (named is null)
        {
            fault = Answer.Problem(Status403Forbidden, "This is each person's own: sign in, or name the person, as in ?person=NAME.");
            return null;
        }

        if (people.All().FirstOrDefault(p => Names(p, named)) is not { } person)
        {
            fault = ApiCall.NotFound("person", named);
            return null;
        }

        return person;
    }

    private static bool Names(Person person, string text) =>
        person.Id == text || string.Equals(person.Name, text, StringComparison.OrdinalIgnoreCase) || string.Equals(person.Email, text, StringComparison.OrdinalIgnoreCase);

    private Answer Show(Person person)
    {
        var telling = book.Of(person.Id);
        return Answer.Json(
            Status200OK,
            new TellingView(
                person.Name, person.Email, person.Zone, PreferenceReader.Of(person, telling),
                [.. telling.Push.Select(static p => new PushView(p.Id, new Uri(p.Endpoint).Host, p.Browser, p.Since))]),
            PostWireJson.Default.TellingView);
    }

    private async ValueTask<Answer> ChangeAsync(ApiCall call)
    {
        if (call.Caller.Person is not { } person)
        {
            return SignIn();
        }

        if (!(await call.BodyAsync(PostWireJson.Default.TellingPreferences)).Try(out var body, out var problem) || !PreferenceReader.Check(body).Try(out var wants, out problem))
        {
            return ApiCall.Bad(problem);
        }

        var (now, zone) = (Now, PreferenceReader.Zone(person));
        book.Change(person.Id, t =>
        {
            var before = PreferenceReader.Of(person, t);
            return t with
            {
                Preferences = wants,
                LastEdition = wants.Edition && (!before.Edition || before.EditionHour != wants.EditionHour) ? EditionClock.Asked(zone, wants.EditionHour, t.LastEdition, now) : t.LastEdition,
            };
        });
        return Show(person);
    }

    private async ValueTask<Answer> AddPushAsync(ApiCall call)
    {
        if (call.Caller.Person is not { } person)
        {
            return SignIn();
        }

        if (!(await call.BodyAsync(PostWireJson.Default.PushRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("browser", body.Browser, most: 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (!push.Check(body).Try(out var subscriber, out problem))
        {
            return ApiCall.Bad(problem);
        }

        // A browser tells whoever sits at it now: what another subscribed with it before is no longer that person's.
        foreach (var other in people.All().Where(p => p.Id != person.Id && book.Of(p.Id).Push.Any(s => s.Id == subscriber.Id)))
        {
            book.Change(other.Id, t => t with { Push = [.. t.Push.Where(s => s.Id != subscriber.Id)] });
        }

        book.Change(person.Id, t => t.Push.Any(s => s.Id == subscriber.Id && s.Key == subscriber.Key && s.Auth == subscriber.Auth)
            ? t
            : t with { Push = [.. t.Push.Where(s => s.Id != subscriber.Id).Append(subscriber).TakeLast(MostBrowsers)] });
        return Show(person);
    }

    private Answer RemovePush(ApiCall call)
    {
        if (call.Caller.Person is not { } person)
        {
            return SignIn();
        }

        var id = call.Segment("browser");
        if (!book.Of(person.Id).Push.Any(s => s.Id == id))
        {
            return ApiCall.NotFound("browser", id);
        }

        book.Change(person.Id, t => t with { Push = [.. t.Push.Where(s => s.Id != id)] });
        return Show(person);
    }

    private Answer Deliveries(ApiCall call) => Whose(call, out var fault) is { } person ? Show(log.Of(person.Id)) : fault;

    private static Answer Show(IEnumerable<Delivery> deliveries) => Answer.Json<IReadOnlyList<DeliveryView>>(
        Status200OK, [.. deliveries.Select(static d => new DeliveryView(d.At, d.Event, d.Way, d.To, d.Outcome, d.Why, d.Try, d.Severity, d.Title))], PostWireJson.Default.IReadOnlyListDeliveryView);

    private async ValueTask<Answer> TryAsync(ApiCall call)
    {
        if (call.Caller.Person is not { } person)
        {
            return SignIn();
        }

        var now = Now;
        lock (_tried)
        {
            if (_tried.TryGetValue(person.Id, out var last) && now.Since(last) is var ago && ago >= TimeSpan.Zero && ago < BetweenTries)
            {
                return Answer.Problem(Status429TooManyRequests, $"You tried it just now; wait {BetweenTries.TotalSeconds} s.", (int)BetweenTries.TotalSeconds);
            }

            _tried[person.Id] = now;
        }

        // All ways at once, as a FLASH; once, and not kept.
        var what = new TellEvent(
            Guid.NewGuid().ToString("N"), now.ToString(), Breaks: true, [new NeedView("test", "test", null, 1, now.ToString(), null, null, null)], ImmutableDictionary<string, TargetState>.Empty);
        await courier.StepAsync(person, what, call.Cancel);
        return Show(log.Of(person.Id).Where(d => d.Event == what.Id));
    }

    private async ValueTask<Answer> EditionAsync(ApiCall call)
    {
        if (Whose(call, out var fault) is not { } person)
        {
            return fault;
        }

        try
        {
            return Answer.Json(Status200OK, await editions.PreviewAsync(person, call.Cancel), PostWireJson.Default.EditionView);
        }
        catch (Exception e) when (e is JournalException or IOException)
        {
            return Answer.Problem(Status503ServiceUnavailable, $"The journal can't be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
