using Parley.Core.Exchange;

namespace Parley.Hosting;

/// <summary>
/// Which declarations are on their way to the disk, by first cell: the newest of each. Not thread-safe: the engine's lock is around it.
/// </summary>
internal sealed class UnderWay
{
    private readonly Dictionary<ulong, ExchangeEngine.Ticket> _newest = [];

    /// <summary>The one to wait for, as the two would meet; null when there is none, and then this one is under way.</summary>
    public ExchangeEngine.Ticket? Ahead(PutIntent put, ExchangeEngine.Ticket ticket)
    {
        if (_newest.TryGetValue(put.Extent.Cells.Cells[0], out var newest) && !newest.Task.IsCompleted && Meet(put, (PutIntent)newest.Command))
        {
            return newest;
        }

        _newest[put.Extent.Cells.Cells[0]] = ticket;
        return null;
    }

    public void Done(PutIntent put, ExchangeEngine.Ticket ticket)
    {
        if (_newest.TryGetValue(put.Extent.Cells.Cells[0], out var newest) && ReferenceEquals(newest, ticket))
        {
            _newest.Remove(put.Extent.Cells.Cells[0]);
        }
    }

    // An off-nominal declaration needs no key, so it waits for nobody.
    private static bool Meet(PutIntent put, PutIntent other) =>
        put.State is IntentState.Accepted or IntentState.Activated
        && put.Extent.Altitudes.Meets(other.Extent.Altitudes)
        && put.Extent.Time.Meets(other.Extent.Time)
        && put.Extent.Cells.Intersects(other.Extent.Cells);
}
