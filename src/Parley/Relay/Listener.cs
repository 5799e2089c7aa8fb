namespace Parley.Relay;

/// <summary>One who waits for a party's mail. Woken from any thread; waits on one.</summary>
internal sealed class Listener : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Cancelled when another took its place, or its party's standing changed.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Wake()
    {
        try
        {
            // One is enough: whoever wakes looks for all there is.
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // It went while it was looked up.
        }
    }

    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It went while it was looked up.
        }
    }

    /// <summary>Whether something came before the time was over.</summary>
    public Task<bool> WaitAsync(TimeSpan most, CancellationToken cancel) => _signal.WaitAsync(most, cancel);

    public void Dispose()
    {
        _signal.Dispose();
        _ended.Dispose();
    }
}
