using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;

namespace Parley.Post.Api;

/// <summary>Writes one letter for a person at this post, and waits a moment for its place. Thread-safe.</summary>
internal sealed class LetterWriter(PostEngine engine)
{
    internal static readonly Answer CatchingUp = Answer.Problem(
        StatusCodes.Status503ServiceUnavailable, "This post is from an old backup and takes in what the others tell it again; try again in a moment.", 5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Refuses at once what its place could only refuse; otherwise the letter is kept and goes. <paramref name="done"/> says what to answer;
    /// its argument is true while the exchange has not taken the letter yet.
    /// </summary>
    public async ValueTask<Answer> WriteAsync(IEnumerable<PartyName> to, LetterBody body, Func<bool, Answer> done)
    {
        await engine.ComparedAsync(Patience);
        if (engine.Read(s => s.Judge(engine.Me, body, engine.Now)) is { } refused)
        {
            return ApiCall.Refuse(refused);
        }

        var receivers = to.Where(p => p != engine.Me).Distinct().Order().ToArray();
        if (engine.Read(static s => s.CatchingUp))
        {
            return CatchingUp;
        }

        if (engine.Read(s => receivers.FirstOrDefault(r => s.Party(r) is null)) is { Value: not null } unknown)
        {
            return Answer.Problem(StatusCodes.Status409Conflict, $"{unknown} is not known here: it was not admitted to the exchange yet, or this post has not reached the exchange since.");
        }

        var outcome = await engine.SubmitAsync(new WriteLetters(engine.Now, [new Draft([.. receivers], body)]));
        if (outcome is not LettersWritten written)
        {
            return ApiCall.Refuse(outcome);
        }

        var placed = await engine.PlacedAsync(written.Numbers, Patience);
        return placed[0] is PostRefused late ? ApiCall.Refuse(late) : done(placed[0] is null);
    }
}
