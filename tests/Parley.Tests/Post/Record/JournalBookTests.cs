using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;
using Parley.Post;
using Parley.Post.Record;

namespace Parley.Tests.Post.Record;

/// <summary>A post's journal read backwards from its files, over many segments.</summary>
public sealed class JournalBookTests : IAsyncLifetime
{
    private const int Many = 1500;

    private static readonly Wanted Everything = new(null, null, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("parley-book-").FullName;
    private PostEngine? _engine;
    private JournalBook? _book;

    public async ValueTask InitializeAsync()
    {
        _engine = new PostEngine(LocalLog.Open(new JournalOptions(_folder, 16 << 10) { MaxEntryBytes = 4 << 10, MaxBatchBytes = 8 << 10 }), new PartyName("a"), TimeProvider.System) { MyFingerprint = "" };
        _engine.Start();
        _book = new JournalBook(_engine, _folder);
        await _engine.SubmitAsync(new TakeWatch(_engine.Now, "Ash", "duty officer"));
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => _engine.SubmitAsync(new Strike(_engine.Now))));
        await _engine.SubmitAsync(new LeaveWatch(_engine.Now, "Ash", "Good night"));
    }

    public async ValueTask DisposeAsync()
    {
        _book?.Dispose();
        await _engine!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Pages_lead_back_to_the_first_entry_without_a_gap_or_a_double()
    {
        Assert.True(JournalReader.Open(_folder).SegmentStarts().Count > 3);
        var positions = new List<long>();
        long? before = long.MaxValue;
        while (before is { } b)
        {
            var page = await _book!.PageAsync(b, 400, Everything, TestContext.Current.CancellationToken);
            Assert.Equal(_engine!.Position, page.Last);
            positions.AddRange(page.Entries.Select(static e => e.Position));
            before = page.Before;
        }

        Assert.Equal(Enumerable.Range(1, (int)_engine!.Position).Reverse().Select(static n => (long)n), positions);
    }

    [Fact]
    public async Task What_is_rare_is_found_among_many_and_the_newest_of_it_first()
    {
        var taken = await _book!.PageAsync(long.MaxValue, 10, new Wanted("take-watch", null, null), TestContext.Current.CancellationToken);
        Assert.Equal("Ash", Assert.Single(taken.Entries).Officer);
        Assert.Null(taken.Before);
        var left = await _book.PageAsync(long.MaxValue, 1, new Wanted("leave-watch", null, null), TestContext.Current.CancellationToken);
        Assert.Equal("Good night", Assert.Single(left.Entries).Text);
        Assert.Equal(left.Entries[0].Position, left.Before);
        Assert.Empty((await _book.PageAsync(left.Before!.Value, 1, new Wanted("leave-watch", null, null), TestContext.Current.CancellationToken)).Entries);
    }

    [Fact]
    public async Task An_entry_is_shown_as_it_is_stored_and_one_that_is_not_there_is_nothing()
    {
        var entry = await _book!.EntryAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(("take-watch", "take-watch"), (entry!.Entry.Kind, entry.Content.GetProperty("do").GetString()));
        Assert.Null(entry.LetterSha256);
        Assert.Null(await _book.EntryAsync(0, TestContext.Current.CancellationToken));
        Assert.Null(await _book.EntryAsync(_engine!.Position + 1, TestContext.Current.CancellationToken));
    }
}
