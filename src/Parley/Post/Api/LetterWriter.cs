using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;

namespace Parley.Post.Api;

/// <summary>Writes one letter for a person at this post, and waits a moment for its place. Thread-safe.</summary>
internal sealed class LetterWriter(PostEngine engine, PartyBook book)
{
    internal static readonly Answer CatchingUp = Answer.Problem(
        StatusCodes.Status503ServiceUnavailable, "This post is from an old backup and takes in what the others tell it again; try again in a moment.", 5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Refuses at once what its place could only refuse; otherwise the letter is kept and goes. <paramref name="done"/> says what to answer;
    /// its argument is true while the exchange has not taken the letter yet.
    /// </summary>
    /// <param name="whileCatchingUp">Take it also while a post from an old backup waits to be told what it lost: it goes after that.</param>
    public async ValueTask<Answer> WriteAsync(IEnumerable<PartyName> to, LetterBody body, Func<bool, Answer> done, bool whileCatchingUp = false)
    {
        var (refusal, pending) = await WriteAllAsync([new Draft([.. to.Where(p => p != engine.Me).Distinct().Order()], body)], whileCatchingUp);
        return refusal ?? done(pending);
    }

    /// <summary>Several letters in one entry: all are written or none.</summary>
    public async ValueTask<(Answer? Refusal, bool Pending)> WriteAllAsync(IReadOnlyList<Draft> drafts, bool whileCatchingUp = false)
    {
        await engine.ComparedAsync(Patience);
        foreach (var draft in drafts)
        {
            if (engine.Read(s => s.Judge(engine.Me, draft.Body, engine.Now)) is { } refused)
            {
                return (ApiCall.Refuse(refused), false);
            }

            if (Unknown(draft) is not null)
            {
                // Admitted since this post looked last: an agreement's mediator, for example.
                await LookAgainAsync();
            }

            if (Unknown(draft) is { } unknown)
            {
                return (Answer.Problem(StatusCodes.Status409Conflict, $"{unknown} is not known here: it was not admitted to the exchange yet, or this post has not reached the exchange since."), false);
            }
        }

        if (!whileCatchingUp && engine.Read(static s => s.CatchingUp))
        {
            return (CatchingUp, false);
        }

        var outcome = await engine.SubmitAsync(new WriteLetters(engine.Now, [.. drafts]));
        if (outcome is not LettersWritten written)
        {
            return (ApiCall.Refuse(outcome), false);
        }

        var placed = await engine.PlacedAsync(written.Numbers, Patience);
        return placed.OfType<PostRefused>().FirstOrDefault() is { } late ? (ApiCall.Refuse(late), false) : (null, placed.Contains(null));
    }

    private PartyName? Unknown(Draft draft) => engine.Read(s => draft.To.Where(r => s.Party(r) is null).Cast<PartyName?>().FirstOrDefault());

    private async Task LookAgainAsync()
    {
        try
        {
            await book.RefreshAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Then nobody knows better; the answer says so.
        }
    }
}
