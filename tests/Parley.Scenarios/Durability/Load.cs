using System.Collections.Concurrent;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Durability;

/// <summary>
/// Planners that create, change and delete intents of their own as fast as they are answered, and keep a book: what was answered last for
/// each, and whether a call to it is still open. It goes on over restarts.
/// </summary>
internal sealed class Load
{
    private const int Each = 6;

    private readonly Plan _plan = Plan.Somewhere() with { Radius = 50 };
    private readonly Random _random;
    private readonly Book[][] _books;

    public Load(int planners, int seed)
    {
        _random = new Random(seed);
        _books = [.. Enumerable.Range(0, planners).Select(p => Enumerable.Range(0, Each).Select(n => new Book(Guid.NewGuid(), (p * Each) + n)).ToArray())];
    }

    /// <summary>All that is watched: a subscription over all of it is told of every change.</summary>
    public Plan Everything => _plan with { Radius = 2000, Lower = 0, Upper = 10_000 };

    public IEnumerable<Book> Books => _books.SelectMany(static b => b);

    /// <summary>The notification indices that were answered, of the one subscription.</summary>
    public ConcurrentBag<int> Indices { get; } = [];

    /// <summary>Calls that ended without an answer.</summary>
    public int Unanswered { get; private set; }

    public int Answered => Books.Sum(static b => b.Answers);

    /// <summary>Answers other than the change that was asked for.</summary>
    public ConcurrentQueue<string> Surprises { get; } = [];

    /// <summary>Runs until it is told to stop or the exchange no longer answers.</summary>
    public Task RunAsync(ExchangeProcess exchange, CancellationToken stop)
    {
        var party = exchange.As("kestrel");
        return Task.WhenAll(_books.Select(mine => Task.Run(() => PlanAsync(party, mine, _random.Next(), stop))));
    }

    /// <summary>Holds what is there against the books. An open call may have come through or not; nothing else may differ.</summary>
    public async Task CheckAsync(ExchangeProcess exchange)
    {
        var party = exchange.As("kestrel");
        var found = (await party.FindIntentsAsync(Everything.Volume)).ToDictionary(static i => Guid.Parse(i.Id!));
        foreach (var book in Books)
        {
            found.Remove(book.Id, out var there);
            var seen = there is null ? null : $"version {there.Version} with {there.Ovn}";
            var same = there is null ? book.Version == 0 : there.Version == book.Version && there.Ovn == book.Ovn;
            var open = book.Open switch
            {
                "create" => there is { Version: 1 } && book.Version == 0,
                "change" => there is { } t && t.Version == book.Version + 1 && t.Ovn != book.Ovn,
                "delete" => there is null,
                _ => false,
            };
            Assert.True(same || open, $"{book.Id}: answered was version {book.Version} with {book.Ovn}, open {book.Open ?? "nothing"}; there is {seen ?? "nothing"}");
            book.Take(there);
        }

        Assert.Empty(found);
    }

    private async Task PlanAsync(Party party, Book[] mine, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            var book = mine[random.Next(mine.Length)];
            book.Open = book.Version == 0 ? "create" : random.Next(4) == 0 ? "delete" : "change";
            try
            {
                // A band of altitude for each, so that nobody meets anybody.
                var plan = _plan with { Lower = book.Number * 10, Upper = (book.Number * 10) + 5 };
                var reply = book.Open == "delete"
                    ? await party.DeleteIntentAsync(book.Id, book.Ovn!)
                    : await party.PutIntentAsync(book.Id, plan.Intent(), book.Ovn);
                if (reply.Status is 200 or 201)
                {
                    var change = reply.Is(reply.Status);
                    foreach (var told in change.Subscribers!.SelectMany(static s => s.Subscriptions!))
                    {
                        Indices.Add(told.NotificationIndex);
                    }

                    book.Take(book.Open == "delete" ? null : change.OperationalIntentReference);
                }
                else
                {
                    Surprises.Enqueue($"{book.Open} of {book.Id}: {reply.Status} {reply.Text}");
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                lock (_books)
                {
                    Unanswered++;
                }

                return;
            }
        }
    }

    /// <summary>One intent as its planner knows it: version 0 is "not there".</summary>
    internal sealed class Book(Guid id, int number)
    {
        public Guid Id { get; } = id;

        public int Number { get; } = number;

        public int Version { get; private set; }

        public string? Ovn { get; private set; }

        public int Answers { get; private set; }

        /// <summary>The call that was sent and not answered yet.</summary>
        public string? Open { get; set; }

        public void Take(OperationalIntentReference? now)
        {
            (Version, Ovn, Open) = (now?.Version ?? 0, now?.Ovn, null);
            Answers++;
        }
    }
}
