using Parley.Core.Post;

namespace Parley.Post.Uss;

/// <summary>F3548-21's USS side: what civil systems may ask and tell. Thread-safe.</summary>
internal sealed class UssSide(PostEngine engine)
{
    public Task<UssAnswer> AnswerAsync(UssRequest request) => throw new NotSupportedException(engine.Me.Value);
}
