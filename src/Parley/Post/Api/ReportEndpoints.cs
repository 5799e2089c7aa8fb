using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Post;
using Parley.Hosting;
using Parley.Journal;
using Parley.Post.Tightness;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>How tight the mechanism was, and would have been under other terms: both from the whole journal, which takes seconds for a year's.</summary>
internal sealed class ReportEndpoints(Replays replays)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/report", call => GuardedAsync(() => ReportAsync(call)), "report").Gives<ReportView>();
        routes.Post(Deed.Look, "/api/tighten", call => GuardedAsync(() => TightenAsync(call)), "tighten").Takes<TightenRequest>().Gives<TightenView>();
    }

    private static async ValueTask<Answer> GuardedAsync(Func<ValueTask<Answer>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is JournalException or IOException)
        {
            return Answer.Problem(Status503ServiceUnavailable, $"The journal can't be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private Checked<(Period Period, string? From)> Between(string? from, string? to)
    {
        var (first, last) = (Instant.Min, replays.Now);
        if (from is not null && !Instant.Parse(from).Try(out first, out var problem))
        {
            return problem.Under("from");
        }

        if (to is not null && !Instant.Parse(to).Try(out last, out problem))
        {
            return problem.Under("to");
        }

        return first < last ? (new Period(first, last), from is null ? null : first.ToString()) : new Problem("to", "is not after from");
    }

    private async ValueTask<Answer> ReportAsync(ApiCall call)
    {
        if (!Between(call.Query("from"), call.Query("to")).Try(out var between, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        var history = new History(replays.Me);
        var (entries, took) = await replays.RunAsync(command => history.Apply(command), call.Cancel);
        var reporting = new Reporting(history, between.Period, replays.Now);
        return Answer.Json(
            Status200OK,
            new ReportView(
                replays.Me.Value, between.From, between.Period.To.ToString(), reporting.Of(null), [.. reporting.Parties().Select(p => reporting.Of(p))], entries, Math.Round(took.TotalSeconds, 3),
                reporting.Days()),
            PostWireJson.Default.ReportView);
    }

    private async ValueTask<Answer> TightenAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.TightenRequest)).Try(out var body, out var problem) || !OtherTerms.Read(body).Try(out var tried, out problem)
            || !Between(body.From, body.To).Try(out var between, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (replays.Agreement(tried.Agreement) is not { } agreement)
        {
            return ApiCall.NotFound("agreement", tried.Agreement);
        }

        if (tried.Fault(agreement.Terms) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var (asAgreed, otherwise) = (new History(replays.Me), new TriedHistory(replays.Me, tried));
        var (entries, took) = await replays.RunAsync(
            command =>
            {
                asAgreed.Apply(command);
                otherwise.Apply(command);
            },
            call.Cancel);
        var found = new Tightening(asAgreed, otherwise.History, tried.Agreement, between.Period, replays.Now);
        return Answer.Json(
            Status200OK,
            new TightenView(
                tried.Agreement.ToString(), View(agreement.Terms), View(tried.In(agreement.Terms)), between.From, between.Period.To.ToString(), found.FiguresAsAgreed, found.FiguresTried, found.Would,
                found.WouldNot, entries, Math.Round(took.TotalSeconds, 3)),
            PostWireJson.Default.TightenView);
    }

    private static TermsView View(AgreementDocument t) => new(
        t.MinimumNoticeS, t.Separation.HorizontalM, t.Separation.VerticalM, t.Separation.TimeS,
        new Dictionary<string, double>
        {
            ["FLASH"] = t.AcknowledgeWithinS.Flash,
            ["IMMEDIATE"] = t.AcknowledgeWithinS.Immediate,
            ["PRIORITY"] = t.AcknowledgeWithinS.Priority,
            ["ROUTINE"] = t.AcknowledgeWithinS.Routine,
        });
}
