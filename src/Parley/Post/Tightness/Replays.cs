using System.Diagnostics;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post.Tightness;

/// <summary>
/// Reads a post's whole journal beside its running, for reports: streamed, off the engine's lock, and one at a time, as each holds a state of
/// its own while it lasts. Thread-safe.
/// </summary>
internal sealed class Replays(PostEngine engine, string data) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public PartyName Me => engine.Me;

    public Instant Now => engine.Now;

    public Agreement? Agreement(EntityId id) => engine.Read(s => s.Agreement(id));

    /// <summary>Gives each entry to <paramref name="apply"/> in order, up to the last that the engine has applied; says how many, and how long it took.</summary>
    /// <exception cref="JournalException">The journal can't be read.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<(long Entries, TimeSpan Took)> RunAsync(Action<PostCommand> apply, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var (began, last) = (Stopwatch.GetTimestamp(), engine.Read(_ => engine.Position));
            var entries = 0L;
            await Task.Run(
                () => JournalReader.Open(data).Read(1, entry =>
                {
                    if (entry.Position > last)
                    {
                        return false;
                    }

                    cancel.ThrowIfCancellationRequested();
                    apply(PostCodec.Decode(entry.Payload));
                    entries++;
                    return true;
                }),
                cancel);
            return (entries, Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
