using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// The keys tokens are verified with: those of the PEM files, always, and those of the JSON Web Key set as last answered. When the
/// set's address fails, its last good answer stays. Hosted: it refreshes in the background while it runs. Any thread.
/// </summary>
internal sealed class TrustedKeys : BackgroundService
{
    private readonly IReadOnlyList<JsonWebKey> _fromFiles;
    private readonly JwksClient? _jwks;
    private readonly KeySources _sources;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrustedKeys> _log;
    private readonly Lock _gate = new();
    private Task _underWay = Task.CompletedTask;
    private long? _lastAsked;
    private volatile KeySet _current;

    private TrustedKeys(IReadOnlyList<JsonWebKey> fromFiles, KeySources sources, TimeProvider clock, ILogger<TrustedKeys> log)
    {
        (_fromFiles, _sources, _clock, _log) = (fromFiles, sources, clock, log);
        _current = new KeySet(fromFiles);
        _jwks = sources.Jwks is null ? null : new JwksClient(sources.Jwks, sources.Timeout);
    }

    /// <summary>The keys trusted now; a new instance whenever they change, and only then.</summary>
    public KeySet Current => _current;

    /// <summary>Reads the key files; nothing is asked of the network yet. The problem names the file or setting and what to do.</summary>
    public static Checked<TrustedKeys> Load(KeySources sources, TimeProvider clock, ILogger<TrustedKeys> log)
    {
        if (sources.PemFiles.Count == 0 && sources.Jwks is null)
        {
            return new Problem("", "No key to verify tokens with: give --jwt-public-key FILE or --jwks URL; parley keygen makes a pair.");
        }

        if (sources.Jwks is { } url && !IsSafe(url, sources.AllowHttp))
        {
            return new Problem(url.ToString(), "is no safe address for keys; give one that begins with https://");
        }

        var keys = new List<JsonWebKey>();
        foreach (var file in sources.PemFiles)
        {
            if (!PublicKeys.ReadFile(file).Try(out var found, out var problem))
            {
                return problem;
            }

            keys.AddRange(found);
        }

        return new TrustedKeys(keys, sources, clock, log);
    }

    private static bool IsSafe(Uri url, bool allowHttp) =>
        url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (url.IsLoopback || allowHttp));

    /// <summary>
    /// Asks the key set again, because a token names a key that is not in <paramref name="seen"/>. At most once in
    /// <see cref="KeySources.RefreshAtMostEvery"/>; requests that come meanwhile share one asking and wait <see cref="KeySources.RequestWaitsAtMost"/>.
    /// </summary>
    /// <returns>Whether the keys are others than <paramref name="seen"/> now, so that a second look is worth it.</returns>
    public async ValueTask<bool> RefreshAsync(KeySet seen, CancellationToken cancel)
    {
        if (_jwks is null)
        {
            return false;
        }

        Task asked;
        lock (_gate)
        {
            if (!ReferenceEquals(_current, seen))
            {
                return true;
            }

            if (_underWay.IsCompleted)
            {
                if (_lastAsked is { } last && _clock.GetElapsedTime(last) < _sources.RefreshAtMostEvery)
                {
                    return false;
                }

                Ask();
            }

            asked = _underWay;
        }

        try
        {
            await asked.WaitAsync(_sources.RequestWaitsAtMost, cancel);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return !ReferenceEquals(_current, seen);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_jwks is null)
        {
            return;
        }

        while (true)
        {
            Task asked;
            lock (_gate)
            {
                if (_underWay.IsCompleted)
                {
                    Ask();
                }

                asked = _underWay;
            }

            await asked.WaitAsync(stoppingToken);
            await Task.Delay(_sources.RefreshEvery, _clock, stoppingToken);
        }
    }

    // Under _gate. The asking belongs to no request: one that gives up must not end it for the others.
    private void Ask()
    {
        _lastAsked = _clock.GetTimestamp();
        _underWay = Task.Run(AskAsync, CancellationToken.None);
    }

    // Never throws; runs alone, as only Ask starts it and only when none is under way.
    private async Task AskAsync()
    {
        var answer = await _jwks!.AskAsync();
        if (!answer.Try(out var keys, out var problem))
        {
            TokenLog.KeySetUnreachable(_log, problem.Path, problem.Sentence, _current.Count);
            return;
        }

        var next = new KeySet([.. _fromFiles, .. keys]);
        if (!next.SameAs(_current))
        {
            _current = next;
            TokenLog.KeySetChanged(_log, _sources.Jwks!.ToString(), next.Count);
        }
    }

    public override void Dispose()
    {
        _jwks?.Dispose();
        base.Dispose();
    }
}
