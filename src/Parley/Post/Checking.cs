using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Sends what the line asks a post for by itself: link checks on their schedule, and word to the mediator of what nobody acknowledges. Both
/// stand in the state until they are done, so a stop loses nothing. One caller.
/// </summary>
internal sealed class Checking(PostEngine engine)
{
    public static MessageSent Check(EntityId id, string? officer) => new(id, id, MessageKind.LinkCheck, Precedence.Priority, Officer: officer);

    public async Task RunAsync()
    {
        Draft[] drafts = engine.Read(s => (s.ChecksDue(engine.Now).ToArray(), s.ToTellMediators().ToArray())) is var (checks, escalated)
            ? [.. checks.Select(static p => new Draft([p], Check(new EntityId(Guid.NewGuid()), null))), .. escalated]
            : [];
        if (drafts.Length > 0)
        {
            await engine.SubmitAsync(new WriteLetters(engine.Now, [.. drafts]));
        }
    }
}
