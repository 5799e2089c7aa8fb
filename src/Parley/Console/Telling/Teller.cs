using System.Collections.Concurrent;
using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Desk;
using Parley.Console.Now;
using Parley.Core.Exchange;
using Parley.Post;

namespace Parley.Console.Telling;

/// <summary>
/// Looks after each change, and each second, whether anybody is to be told of something, writes down that it is told, and only then has it brought: a
/// restart in between brings it once more, under the same id, and loses nothing. One loop; what is brought does not hold it up.
/// </summary>
internal sealed class Teller(
    PostEngine engine, NeedsBook needs, IPeople people, TellingBook book, Courier courier, Feed feed, ILogger<Teller> logger) : BackgroundService
{
    private const int MostTogether = 50;
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _inHand = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unwritten = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Resting> _rests = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var changed = new SemaphoreSlim(0, 1);
        using var following = feed.Follow(() =>
        {
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // It looks anyway.
            }

            return Task.CompletedTask;
        });
        while (!stopping.IsCancellationRequested)
        {
            Look(stopping);
            await changed.WaitAsync(Beat, stopping);
        }
    }

    private void Look(CancellationToken stopping)
    {
        var waiting = needs.Waiting();
        var places = new Dictionary<string, NeedPlace>(StringComparer.Ordinal);
        NeedPlace PlaceOf(NeedView need) => places.TryGetValue(Picking.KeyOf(need), out var known) ? known : places[Picking.KeyOf(need)] = NeedPlaces.Of(need, engine);
        foreach (var person in people.All().Where(static p => p.Open))
        {
            try
            {
                Tell(person, waiting, PlaceOf);
                foreach (var seen in book.Of(person.Id).UnderWay.Where(e => Courier.Due(e, engine.Now) && _inHand.TryAdd(e.Id, true)))
                {
                    // It may have been brought between the look and the taking of it in hand.
                    if (book.Of(person.Id).UnderWay.FirstOrDefault(e => e.Id == seen.Id) is { } what && Courier.Due(what, engine.Now))
                    {
                        _ = BringAsync(person, what, waiting, stopping);
                    }
                    else
                    {
                        _inHand.TryRemove(seen.Id, out _);
                    }
                }
            }
#pragma warning disable CA1031 // One person's fault (a full disk, say) must not keep the others from being told; it is looked at again in a second.
            catch (Exception e)
#pragma warning restore CA1031
            {
                ConsoleLog.Fault(logger, $"Telling {person.Id}", e);
            }
        }
    }

    private void Tell(Person person, IReadOnlyList<NeedView> waiting, Func<NeedView, NeedPlace> placeOf)
    {
        var (now, telling) = (engine.Now, book.Of(person.Id));
        var wants = PreferenceReader.Of(person, telling);
        var standing = Picking.Standing(telling.Told, waiting);
        var fresh = Picking.Fresh(person, wants, standing, waiting, placeOf, p => engine.Read(s => s.MutedAt(new PartyName(p), now)) is not null).ToArray();
        var rest = _rests.TryGetValue(person.Id, out var known) ? known : _rests[person.Id] = new Resting();
        var events = new List<TellEvent>();
        if (Event([.. fresh.Where(Kinds.Breaks)], breaks: true) is { } flash)
        {
            events.Add(flash);
        }

        if (!QuietHours.Hold(wants, PreferenceReader.Zone(person), now) && rest.Over(now) && Event([.. fresh.Where(static n => !Kinds.Breaks(n))], breaks: false) is { } usual)
        {
            events.Add(usual);
            rest.Told(now);
        }

        if (events.Count > 0 || !ReferenceEquals(standing, telling.Told))
        {
            var told = standing.SetItems(events.SelectMany(static e => e.Needs).Select(static n => KeyValuePair.Create(Picking.KeyOf(n), n.Severity)));
            try
            {
                book.Change(person.Id, t => t with { Told = told, UnderWay = Picking.Kept([.. t.UnderWay, .. events]) });
                _unwritten.RemoveWhere(k => k.StartsWith($"{person.Id}|", StringComparison.Ordinal));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A FLASH does not wait for a disk. It is told once from here, and once more when the disk takes it.
                ConsoleLog.Fault(logger, $"Writing down what {person.Id} is told", e);
                foreach (var what in events.Where(w => w.Breaks && w.Needs.Any(n => _unwritten.Add($"{person.Id}|{Picking.KeyOf(n)}"))))
                {
                    _ = BringAsync(person, what, waiting, CancellationToken.None);
                }
            }
        }

        TellEvent? Event(ImmutableArray<NeedView> all, bool breaks) => all.IsEmpty
            ? null
            : new TellEvent(Guid.NewGuid().ToString("N"), now.ToString(), breaks, [.. all.Take(MostTogether)], ImmutableDictionary<string, TargetState>.Empty);
    }

    private async Task BringAsync(Person person, TellEvent what, IReadOnlyList<NeedView> waiting, CancellationToken stopping)
    {
        try
        {
            TellEvent? left = null;
            if (!what.Targets.IsEmpty && Picking.IsOver(what, waiting))
            {
                courier.Over(person, what);
            }
            else
            {
                left = await courier.StepAsync(person, what, stopping);
            }

            book.Change(person.Id, t => t with { UnderWay = [.. t.UnderWay.SelectMany(e => e.Id != what.Id ? [e] : left is null ? Array.Empty<TellEvent>() : [left])] });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is under way still, and is brought after the next start.
            return;
        }
#pragma warning disable CA1031 // Nobody waits for this task; what went wrong is in the log, and it is tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // It may have been brought and not been written down (a full disk): not each second again.
            ConsoleLog.Fault(logger, $"Bringing {what.Id}", e);
            await Task.Delay(AfterFault, CancellationToken.None);
        }

        _inHand.TryRemove(what.Id, out _);
    }
}
