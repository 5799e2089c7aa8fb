using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Mail;
using Parley.Console.Now;
using Parley.Core;
using Parley.Journal;
using Parley.Post;
using Parley.Post.Tightness;

namespace Parley.Console.Telling.Edition;

/// <summary>Writes the daily editions, and sends each at its person's hour: once a day, over restarts too; what the post slept through is sent late, within bounds. Thread-safe.</summary>
internal sealed class EditionDesk(
    PostEngine engine, Replays replays, NeedsBook needs, IPeople people, TellingBook book, DeliveryLog log, IMailer mailer, StopTokens tokens, TellingConfig config, ILogger<EditionDesk> logger)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // One reading of the journal serves all whose hour is the same.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<string, (DateOnly Day, int Tries, Instant Next)> _failed = new(StringComparer.Ordinal);
    private (History History, Instant At)? _read;

    /// <summary>What an edition would say of the 24 hours before now, and the next.</summary>
    /// <exception cref="JournalException">The journal can't be read.</exception>
    public async Task<EditionView> PreviewAsync(Person person, CancellationToken cancel)
    {
        var (now, day) = (engine.Now, TimeSpan.FromDays(1));
        var (page, _) = await PageAsync(person, now.Plus(-day), now, now.Plus(day), cancel);
        return new EditionView(person.Name, now.Plus(-day).ToString(), now.ToString(), now.Plus(day).ToString(), page.Subject, EditionText.Plain(page), EditionText.Html(page));
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Beat);
        do
        {
            foreach (var person in people.All().Where(static p => p.Open))
            {
                try
                {
                    await LookAsync(person, stopping);
                }
#pragma warning disable CA1031 // One person's fault must not keep the others' editions; it is tried again.
                catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    ConsoleLog.Fault(logger, $"The edition of {person.Id}", e);
                }
            }

            // A year's history is not kept in memory for a page a day.
            if (_read is { } read && engine.Now.Since(read.At) > Fresh)
            {
                _read = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task LookAsync(Person person, CancellationToken stopping)
    {
        var (now, zone, telling) = (engine.Now, PreferenceReader.Zone(person), book.Of(person.Id));
        var wants = PreferenceReader.Of(person, telling);
        if (!wants.Edition || EditionClock.Due(zone, wants.EditionHour, telling.LastEdition, now) is not { } day)
        {
            _failed.Remove(person.Id);
            return;
        }

        var tries = _failed.TryGetValue(person.Id, out var failed) && failed.Day == day ? failed.Tries : 0;
        if (tries > 0 && failed.Next > now)
        {
            return;
        }

        var to = EditionClock.At(zone, day, wants.EditionHour);
        var (page, headers) = await PageAsync(
            person, EditionClock.From(telling.EditionTo, EditionClock.At(zone, day.AddDays(-1), wants.EditionHour), to), to, EditionClock.At(zone, day.AddDays(1), wants.EditionHour), stopping);
        var problem = await mailer.SendAsync(new Mail.Mail(person.Email, page.Subject, EditionText.Plain(page), EditionText.Html(page), headers, $"edition-{EditionClock.Text(day)}.{person.Id}"), stopping);
        if (problem is null)
        {
            // Should it not be writable that it was sent, it is known here at least: not every few seconds again.
            _failed[person.Id] = (day, tries + 1, now.Plus(EditionClock.MostLate));
            book.Change(person.Id, t => t with { LastEdition = EditionClock.Text(day), EditionTo = to.ToString() });
            _failed.Remove(person.Id);
        }
        else
        {
            _failed[person.Id] = (day, tries + 1, now.Plus(Courier.Waits[Math.Min(tries, Courier.Waits.Length - 1)]));
        }

        log.Append(new Delivery(
            person.Id, now.ToString(), $"edition-{EditionClock.Text(day)}", Ways.Mail, person.Email, problem is null ? "delivered" : "again", problem?.ToString(), tries + 1, 1, page.Subject));
    }

    private async Task<(EditionPage Page, IReadOnlyDictionary<string, string> Headers)> PageAsync(Person person, Instant from, Instant to, Instant until, CancellationToken cancel)
    {
        var history = await HistoryAsync(cancel);
        var figures = EditionFigures.Of(history, from, to, until, engine.Now, needs.Waiting());
        var stop = new Uri(config.Console, $"{StopPages.Path}?t={Uri.EscapeDataString(tokens.Of(person.Id))}");
        var mailto = config.Unsubscribe is { } address ? $", <mailto:{address}?subject=stop>" : "";
        return (
            EditionWords.Of(figures, person, config.Console, stop),
            ImmutableDictionary<string, string>.Empty.Add("List-Unsubscribe", $"<{stop.AbsoluteUri}>{mailto}").Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }

    private async Task<History> HistoryAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (_read is { } read && engine.Now.Since(read.At) <= Fresh)
            {
                return read.History;
            }

            var history = new History(replays.Me);
            await replays.RunAsync(command => history.Apply(command), cancel);
            _read = (history, engine.Now);
            return history;
        }
        finally
        {
            _reading.Release();
        }
    }

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }
}
