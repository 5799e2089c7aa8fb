using System.Net;
using System.Text;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Changes this post's own keys: two officers have others made, the exchange's operator admits them, and as soon as the exchange takes them they are in force here. The
/// private ones lie in a file beside those in force until then; the journal says whose they are. A crash at any step is gone on from at the next start: the exchange is asked again,
/// and taking keys up that are in force already changes nothing. Thread-safe.
/// </summary>
internal sealed class OwnKeys(PostEngine engine, PartyKeys keys, PostFolder folder, HttpClient http, PostConfig config, TimeProvider clock, ILogger<OwnKeys> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // While the keys in force still get in, others were hardly admitted in their place: the exchange ends the stream of mail then.
    private static readonly TimeSpan BeatWhileUp = TimeSpan.FromSeconds(30);

    private enum Step
    {
        NotAdmitted,
        Unknown,
        InForce,
    }

    // One makes, drops or takes up at a time: the file belongs to the keys that the journal names. Held across the disk and the exchange's answer.
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile string? _said;

    /// <summary>Why the new keys can't be taken up, ever; null while nothing stands against it.</summary>
    public string? Fault => _said is null ? null : "The file of the new keys is damaged, or holds others than those that were made: drop them, and have others made.";

    /// <summary>Makes other keys, which wait from here on for the exchange.</summary>
    public Task<PostOutcome> MakeAsync(string officer, string second, string? reason) => AloneAsync<PostOutcome>(async () =>
    {
        using var next = keys.NewSuccessor();
        var make = new MakeKeys(engine.Now, new RawJson(Encoding.UTF8.GetString(next.Description.ToJson())), next.Description.Fingerprint, officer, second, reason);
        if (engine.Read(s => s.Judge(make)) is { } refused)
        {
            // Before the file: it may be that of keys which wait.
            return refused;
        }

        try
        {
            next.Save(folder.NextKeysFile);
            _said = null;
            await File.WriteAllBytesAsync(folder.NextPartyFile, next.Description.ToJson());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PostUnavailable($"The new keys can't be written to the post's folder ({e.GetType().Name}); make room or give this post's user the right to, then try again.");
        }

        var made = await engine.SubmitAsync(make);
        if (made is PostDone)
        {
            PostLog.KeysMade(logger, next.Description.Fingerprint);
        }

        return made;
    });

    /// <summary>Throws keys away that the exchange does not take yet.</summary>
    public Task<PostOutcome> DropAsync(string fingerprint, string officer) => AloneAsync<PostOutcome>(async () =>
    {
        // Admitted a moment ago, they are the only ones with which this post still gets in.
        if (engine.Read(static s => s.NextKeys) is { } next && next.Fingerprint == fingerprint)
        {
            var step = await GuardedAsync(next, CancellationToken.None);
            if (step is Step.InForce)
            {
                return PostRefused.NotNow("The exchange takes the new keys already: they are this post's from now on. To change them again, have others made.");
            }

            if (step is Step.Unknown)
            {
                return new PostUnavailable("The exchange did not say whether it takes the new keys already, and then they are the only ones it does take; try again.");
            }
        }

        var dropped = await engine.SubmitAsync(new DropKeys(engine.Now, fingerprint, officer));
        if (dropped is PostDone)
        {
            Forget();
        }

        return dropped;
    });

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        Instant? asked = null;
        while (!stopping.IsCancellationRequested)
        {
            var changed = engine.Changed;
            var (next, up) = engine.Read(static s => (s.NextKeys, s.LinkUp));
            if (next is null)
            {
                asked = null;
                await changed.WaitAsync(stopping);
                continue;
            }

            if (!up || asked is null || engine.Now.Since(asked.Value) >= BeatWhileUp)
            {
                asked = engine.Now;
                await AloneAsync(() => GuardedAsync(next, stopping));
            }

            await Task.Delay(Beat, clock, stopping);
        }
    }

    private async Task<Step> GuardedAsync(NextKeys next, CancellationToken cancel)
    {
        try
        {
            return await TakeUpAsync(next, cancel);
        }
#pragma warning disable CA1031 // A fault with one try must not end the trying for good: the line hangs on it.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            PostLog.Fault(logger, "Taking up new keys", e);
            return Step.Unknown;
        }
    }

    /// <summary>In force: in memory, on disk and in the journal.</summary>
    private async Task<Step> TakeUpAsync(NextKeys next, CancellationToken cancel)
    {
        if (engine.Read(static s => s.NextKeys) != next)
        {
            return Step.Unknown;
        }

        if (keys.Description.Fingerprint != next.Fingerprint)
        {
            if (!File.Exists(folder.NextKeysFile))
            {
                _said = null;
                PostLog.KeysLost(logger, next.Fingerprint);
                await engine.SubmitAsync(new DropKeys(engine.Now, next.Fingerprint));
                return Step.NotAdmitted;
            }

            // One that can't be read just now is no damaged one: it throws, and nobody knows.
            await File.ReadAllBytesAsync(folder.NextKeysFile, cancel);
            if (!PartyKeys.Load(folder.NextKeysFile).Try(out var made, out var problem) || made.Description.Fingerprint != next.Fingerprint)
            {
                SayOnce(problem?.ToString() ?? $"{folder.NextKeysFile} holds other keys than those that were made");
                return Step.NotAdmitted;
            }

            _said = null;
            if (await AdmittedAsync(made, cancel) is var step and not Step.InForce)
            {
                made.Dispose();
                return step;
            }

            keys.SucceedBy(made);
            engine.MyFingerprint = keys.Description.Fingerprint;
        }

        // In force already; a disk that refuses is asked again, and a crash before it has them finds the exchange taking them once more.
        keys.Save(folder.KeysFile);
        WriteParty();
        if (await engine.SubmitAsync(new ChangeKeys(engine.Now, next.Fingerprint)) is not PostDone)
        {
            return Step.Unknown;
        }

        Forget();
        PostLog.KeysTakenUp(logger, next.Fingerprint);
        return Step.InForce;
    }

    // A clock that is far off is refused with any keys: only where those in force are taken are the new ones known not to be.
    private async Task<Step> AdmittedAsync(PartyKeys made, CancellationToken cancel) => await AskAsync(made, cancel) switch
    {
        Step.NotAdmitted when await AskAsync(keys, cancel) is not Step.InForce => Step.Unknown,
        var step => step,
    };

    private async Task<Step> AskAsync(PartyKeys with, CancellationToken cancel)
    {
        try
        {
            var answer = await new RelayClient(http, with, new Uri(config.Exchange), clock).StatusAsync(cancel);
            return answer.Ok ? Step.InForce : answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? Step.NotAdmitted : Step.Unknown;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return Step.Unknown;
        }
    }

    // For people and the operator; the post itself reads the keys' own file.
    private void WriteParty()
    {
        try
        {
            File.WriteAllBytes(folder.PartyFile, keys.Description.ToJson());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PostLog.Fault(logger, "Writing party.json", e);
        }
    }

    private void Forget()
    {
        _said = null;
        try
        {
            File.Delete(folder.NextKeysFile);
            File.Delete(folder.NextPartyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal names no keys for them any more; the next ones are written over them.
            PostLog.Fault(logger, "Removing the files of new keys", e);
        }
    }

    private void SayOnce(string why)
    {
        if (_said != why)
        {
            _said = why;
            PostLog.KeysUnreadable(logger, why);
        }
    }

    private async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        await _one.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}
