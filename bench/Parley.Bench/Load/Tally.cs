namespace Parley.Bench.Load;

/// <summary>What a planner asks of a DSS.</summary>
internal enum Operation
{
    Create,
    Activate,
    Delete,
    Query,
}

/// <summary>What one planner saw; one for each, so that counting costs no lock. Merged when all are done.</summary>
internal sealed class Tally
{
    private readonly Latencies[] _latencies = [.. Enum.GetValues<Operation>().Select(static _ => new Latencies())];
    private readonly Dictionary<(Operation Operation, string Status), long> _statuses = [];

    /// <summary>Whole flights, or searches that found something.</summary>
    public long Done { get; set; }

    public long GivenUp { get; set; }

    public Latencies this[Operation operation] => _latencies[(int)operation];

    /// <summary>Counts an answer by its status, or what failed instead of one by its name.</summary>
    public void Count(Operation operation, string status)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_statuses, (operation, status), out _)++;
    }

    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var tally in tallies)
        {
            sum.Done += tally.Done;
            sum.GivenUp += tally.GivenUp;
            foreach (var operation in Enum.GetValues<Operation>())
            {
                sum[operation].Merge(tally[operation]);
            }

            foreach (var (key, count) in tally._statuses)
            {
                sum._statuses[key] = sum._statuses.GetValueOrDefault(key) + count;
            }
        }

        return sum;
    }

    public LoadResult ToResult(string mode, int planners, double seconds) => new(
        mode, planners, seconds, Done / seconds, Done, GivenUp,
        [.. Enum.GetValues<Operation>().Where(o => this[o].Count > 0).Select(o => Describe(o, this[o]))],
        new SortedDictionary<string, long>(
            _statuses.ToDictionary(static s => $"{Name(s.Key.Operation)} {s.Key.Status}", static s => s.Value, StringComparer.Ordinal), StringComparer.Ordinal));

    private static OperationResult Describe(Operation operation, Latencies latencies) =>
        new(Name(operation), latencies.Count, latencies.QuantileMs(0.5), latencies.QuantileMs(0.99), latencies.MaxMs);

    private static string Name(Operation operation) => operation switch
    {
        Operation.Create => "create",
        Operation.Activate => "activate",
        Operation.Delete => "delete",
        _ => "query",
    };
}
