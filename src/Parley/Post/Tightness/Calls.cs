using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Tightness;

/// <summary>One message to one receiver: what was asked of it and what it did.</summary>
/// <param name="Due">By when it was to be acknowledged.</param>
internal readonly record struct Called(Message Message, PartyName To, Instant Due, Instant? Acknowledged)
{
    public bool InTime => Acknowledged <= Due;

    /// <summary>True when the agreed time passed without an acknowledgement, whether one came later or not.</summary>
    public bool Missed(Instant now) => !InTime && now > Due;

    public double WithinS => Due.Since(Message.At).TotalSeconds;

    public double? AfterS => Acknowledged?.Since(Message.At).TotalSeconds;

    /// <summary>Each message, link checks too, that this post sent, to each who was to acknowledge it; and each that it was to acknowledge itself.</summary>
    public static IEnumerable<Called> Of(PostState state, Period period)
    {
        foreach (var message in state.Messages().Where(m => period.Has(m.At)))
        {
            foreach (var to in message.From == state.Me ? message.To : message.To.Where(p => p == state.Me))
            {
                // A mediator that was told of others' message is not called by it in any agreed time.
                if (message.Due(to) is { } due)
                {
                    yield return new Called(message, to, due, message.Times.GetValueOrDefault(to)?.Acknowledged);
                }
            }
        }
    }
}
