using Parley.Client.Post;
using Parley.Core.Line;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>The phrasebook: every phrase with its slots open, and one as each side would read it. Nothing is sent here.</summary>
internal sealed class PhraseEndpoints(string language)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/phrases", All, "phrases").Gives<IReadOnlyList<PhraseView>>();
        routes.Get("/api/phrases/{code}", Read, "readPhrase").Gives<PhraseReadingView>();
    }

    private ValueTask<Answer> All(ApiCall call) => ValueTask.FromResult(PhraseLanguage.Parse(call.Query("language") ?? language).Try(out var shown, out var problem)
        ? Answer.Json<IReadOnlyList<PhraseView>>(Status200OK, [.. Phrasebook.All.Select(p => View(p, shown))], PostWireJson.Default.IReadOnlyListPhraseView)
        : ApiCall.Bad(problem.Under("language")));

    private static PhraseView View(Phrase p, PhraseLanguage shown) => new(p.Code, p.Slots.ToDictionary(static s => s.Name, static s => s.Type.Form()), p.TextIn(shown), null)
    {
        Precedence = LineViews.PrecedenceText(p.Precedence),
        Types = p.Slots.ToDictionary(static s => s.Name, static s => s.Type.Code()),
    };

    // Slots as ?slots.NAME=VALUE. What is still open stands as {name} in each language, so that a writer sees the sentence grow.
    private static ValueTask<Answer> Read(ApiCall call)
    {
        if (Phrasebook.Find(call.Segment("code")) is not { } phrase)
        {
            return ValueTask.FromResult(ApiCall.NotFound("phrase", call.Segment("code").Length <= 20 ? call.Segment("code") : "of that code"));
        }

        var slots = phrase.Slots.Select(s => (s.Name, Value: call.Query($"slots.{s.Name}"))).Where(static s => s.Value is not null).ToDictionary(static s => s.Name, static s => s.Value!, StringComparer.Ordinal);
        var fine = Phrasebook.Check(phrase.Code, slots).Try(out var filled, out var problem);
        var view = new PhraseReadingView(
            phrase.Code, PhraseLanguage.All.ToDictionary(static l => l.Code, l => fine ? filled!.In(l) : phrase.ReadIn(l, slots)), fine ? null : problem!.ToString(),
            fine ? null : problem!.Path.Split('.')[^1]);
        return ValueTask.FromResult(Answer.Json(Status200OK, view, PostWireJson.Default.PhraseReadingView));
    }
}
