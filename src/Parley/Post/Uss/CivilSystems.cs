using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;

namespace Parley.Post.Uss;

/// <summary>
/// Civil systems' own F3548-21 endpoints, as this post calls them: for details, and to tell subscribers. Who has its address at the exchange is
/// called there, with this party's own token; others directly, where this post has a key that signs for it. What they answer is hostile until
/// checked. Thread-safe.
/// </summary>
internal sealed class CivilSystems(PostEngine engine, CivilDesk desk, Disclosing disclosing, CivilWays ways, UssLog log, ILogger<CivilSystems> logger)
    : IForeignDetails, ISubscriberNotices, IDisposable
{
    private const string Planning = "utm.strategic_coordination";
    private const string ConstraintReading = "utm.constraint_processing";
    private const int MostBytes = 1 << 20;
    private const int MostWaiting = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A system that just registered may answer 404 for a moment, until it knows that it did.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan[] TellAgainAfter = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)];

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turns = new(16);
    private readonly Dictionary<(EntityId Intent, string Url), Task> _last = [];
    private int _waiting;

    public Task<bool> FetchAsync(OperationalIntentReference reference, CancellationToken cancel) => FetchAsync(
        reference.Id, reference.Manager, reference.UssBaseUrl, UssSide.Intents, Planning, WireJson.Default.GetOperationalIntentDetailsResponse,
        static (answer, id) => CivilReader.Read(answer.OperationalIntent, id), cancel);

    public Task<bool> FetchAsync(ConstraintReference reference, CancellationToken cancel) => FetchAsync(
        reference.Id, reference.Manager, reference.UssBaseUrl, UssSide.Constraints, ConstraintReading, WireJson.Default.GetConstraintDetailsResponse,
        static (answer, id) => CivilReader.Read(answer.Constraint, id), cancel);

    private async Task<bool> FetchAsync<T>(
        string? text, string? manager, string? baseUrl, string path, string scope, JsonTypeInfo<T> shape, Func<T, EntityId, Checked<CivilEntity>> read, CancellationToken cancel)
        where T : class
    {
        if (!EntityId.Parse(text).Try(out var id, out _) || manager is null)
        {
            return false;
        }

        var problem = await FetchAsync(id, new PartyName(manager), baseUrl, $"{path}/{id}", scope, shape, read, cancel);
        if (problem is not null)
        {
            PostLog.DetailsNotHad(logger, id.ToString(), F3548.VolumeReader.Quote(manager), problem.ToString());
        }

        return problem is null;
    }

    private async Task<Problem?> FetchAsync<T>(
        EntityId id, PartyName manager, string? baseUrl, string path, string scope, JsonTypeInfo<T> shape, Func<T, EntityId, Checked<CivilEntity>> read, CancellationToken cancel)
        where T : class
    {
        if (!(await ways.ToAsync(baseUrl, manager, scope, cancel)).Try(out var way, out var problem))
        {
            return problem;
        }

        var (status, body, said) = await CallAsync(way, HttpMethod.Get, path, null, cancel);
        log.Keep(id, manager, "Client", "GET", $"{way.Shown}{path}", said.Asked, status, said.Problem);
        if (status == 404)
        {
            await Task.Delay(AskAgainAfter, cancel);
            (status, body, said) = await CallAsync(way, HttpMethod.Get, path, null, cancel);
            log.Keep(id, manager, "Client", "GET", $"{way.Shown}{path}", said.Asked, status, said.Problem);
        }

        if (status != 200)
        {
            return new Problem("", said.Problem ?? $"it answered {status}");
        }

        if (!JsonBody.Parse(new ReadOnlySequence<byte>(body), shape).Try(out var answer, out problem) || !read(answer, id).Try(out var entity, out problem))
        {
            return problem;
        }

        if (entity.Manager != manager)
        {
            return new Problem("reference.manager", $"is {F3548.VolumeReader.Quote(entity.Manager.Value)}; by the exchange it is another");
        }

        // Meanwhile known as newly by a notification, or as told by a letter: then there is nothing to add.
        return await desk.TakeAsync(entity) switch
        {
            PostRefused { Kind: not PostRefusalKind.NotNow } refused => new Problem("", refused.Sentence),
            PostUnavailable unavailable => new Problem("", unavailable.Sentence),
            _ => null,
        };
    }

    public void Tell(EntityId id, bool deleted, IReadOnlyList<SubscriberToNotify> subscribers)
    {
        foreach (var subscriber in subscribers.Where(s => s is { UssBaseUrl: not null, Subscriptions.Count: > 0 } && !ways.IsOwn(s.UssBaseUrl)))
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                Interlocked.Decrement(ref _waiting);
                PostLog.SubscriberNotTold(logger, id.ToString(), CivilWays.HostOf(subscriber.UssBaseUrl), "too many others wait to be told");
                continue;
            }

            var key = (id, subscriber.UssBaseUrl!);
            lock (_last)
            {
                var before = _last.GetValueOrDefault(key, Task.CompletedTask);
                _last[key] = Task.Run(() => TellGuardedAsync(before, id, deleted, subscriber));
            }
        }
    }

    // One after the other for each subscriber, or a change could come to it after the deletion.
    private async Task TellGuardedAsync(Task before, EntityId id, bool deleted, SubscriberToNotify subscriber)
    {
        try
        {
            await before;
            await _turns.WaitAsync(_stopping.Token);
            try
            {
                await TellAsync(id, deleted, subscriber, _stopping.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The post stops; who was not told can ask.
        }
#pragma warning disable CA1031 // Nobody waits for it here: the log is where it is seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            PostLog.Fault(logger, "Telling a civil system", e);
        }
        finally
        {
            // Nothing else counts these down; with none on the way, there is nothing to wait for.
            lock (_last)
            {
                if (Interlocked.Decrement(ref _waiting) == 0)
                {
                    _last.Clear();
                }
            }
        }
    }

    private async Task TellAsync(EntityId id, bool deleted, SubscriberToNotify subscriber, CancellationToken cancel)
    {
        var party = ways.PartyAt(subscriber.UssBaseUrl!);
        for (var attempt = 0; ; attempt++)
        {
            // What it is now, not what it was when this began: another change may have come between.
            if (engine.Read(s => s.Find(id)) is not { } declared || (party is { } told && ToldByLetter(declared, told)))
            {
                return;
            }

            var shown = deleted || disclosing.Own(id) is not { } own ? null : disclosing.For(party, own);
            if (!deleted && shown is null)
            {
                return;
            }

            var problem = await TellOnceAsync(id, shown, subscriber, party, cancel);
            if (problem is null)
            {
                return;
            }

            if (attempt == TellAgainAfter.Length)
            {
                PostLog.SubscriberNotTold(logger, id.ToString(), CivilWays.HostOf(subscriber.UssBaseUrl), problem.Sentence);
                return;
            }

            await Task.Delay(TellAgainAfter[attempt], cancel);
        }
    }

    private async Task<Problem?> TellOnceAsync(EntityId id, OperationalIntent? shown, SubscriberToNotify subscriber, PartyName? party, CancellationToken cancel)
    {
        if (!(await ways.ToAsync(subscriber.UssBaseUrl, party, Planning, cancel)).Try(out var way, out var problem))
        {
            return problem;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            new PutOperationalIntentDetailsParameters { OperationalIntentId = id.ToString(), OperationalIntent = shown, Subscriptions = subscriber.Subscriptions },
            WireJson.Default.PutOperationalIntentDetailsParameters);
        var (status, _, said) = await CallAsync(way, HttpMethod.Post, UssSide.Intents, body, cancel);
        log.Keep(id, party ?? new PartyName(CivilWays.HostOf(subscriber.UssBaseUrl)), "Client", "POST", $"{way.Shown}{UssSide.Intents}", said.Asked, status, said.Problem);
        // What it will not take now, it will not take later.
        return status is (>= 200 and < 300) or (>= 400 and < 500 and not 408 and not 429) ? null : new Problem("", said.Problem ?? $"it answered {status}");
    }

    // Parties of an agreement that it touches, or that it was told under, have it from a letter, signed and journalled.
    private bool ToldByLetter(Declared declared, PartyName party) =>
        declared.Notices.ContainsKey(party) || engine.Read(s => declared.Agreements.Select(s.Agreement).Any(a => a is not null && a.Includes(party) && a.Watches(engine.Now)));

    private async Task<(int Status, byte[] Body, (Instant Asked, string? Problem) Said)> CallAsync(Way way, HttpMethod method, string path, byte[]? body, CancellationToken cancel)
    {
        var asked = engine.Now;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(method, way.At(path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", way.Token);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            }

            using var response = await way.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            return await ReadAsync(stream, limit.Token) is { } bytes
                ? ((int)response.StatusCode, bytes, (asked, null))
                : (0, [], (asked, $"it answered with more than {MostBytes} bytes"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (0, [], (asked, $"it did not answer within {Patience.TotalSeconds} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            return (0, [], (asked, $"it can't be reached ({(e.InnerException ?? e).Message.ReplaceLineEndings(" ")})"));
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        using var gathered = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (gathered.Length + read > MostBytes)
            {
                return null;
            }

            gathered.Write(buffer, 0, read);
        }

        return gathered.ToArray();
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _turns.Dispose();
    }
}
