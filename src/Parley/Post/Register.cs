using System.Net;
using System.Security.Cryptography;
using Parley.Client.F3548;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>What came of a registration: the OVN and whom to tell, or why not.</summary>
/// <param name="Refusal">The exchange's final no, in one sentence.</param>
/// <param name="Ovn">Null when refused, or when there is nothing registered any more.</param>
internal sealed record Registered(string? Ovn, IReadOnlyList<SubscriberToNotify> Subscribers, string? Refusal, ReferenceFacts? Reference = null);

/// <summary>
/// This post's intents at the exchange, as F3548-21 references: with the key that proves that all near them is known here. Whose OVN is not
/// known yet is waited for, as its notice is on its way, then asked for. Thread-safe.
/// </summary>
internal sealed class Register(PostEngine engine, HttpClient http, RelayClient relay, string ussBaseUrl, IForeignDetails details)
{
    public const string Scopes = "utm.strategic_coordination utm.constraint_processing utm.conformance_monitoring_sa";

    // A notice follows its registration by milliseconds; whoever is slower is asked.
    private static readonly TimeSpan WaitForNotice = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly ExchangeClient _exchange = new(http, () => relay.NewToken(Scopes));

    /// <summary>A suffix for an OVN of this post's own choosing: a UUIDv7, as the exchange asks for.</summary>
    public static string NewSuffix(Instant now) => Guid.CreateVersion7(now.ToDateTimeOffset()).ToString();

    /// <exception cref="HttpRequestException">The exchange is not there; nobody knows whether it was registered.</exception>
    public async Task<Registered> PutAsync(EntityId id, string? ovn, IntentState state, System.Collections.Immutable.ImmutableArray<Volume4D> volumes, string suffix, CancellationToken cancel)
    {
        var wanted = $"{id}_{suffix}";
        var until = engine.Now.Plus(Patience);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var body = Body(id, state, volumes, suffix, own);
            var answer = await _exchange.PutIntentAsync(id.Value, ovn, body, cancel);
            if (answer.Value is { OperationalIntentReference: { Ovn: { } given } reference } done)
            {
                return new Registered(given, done.Subscribers ?? [], null, Facts(reference));
            }

            if (answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // Asked a second time after a stop: it may have been taken the first time.
                var there = await _exchange.GetIntentAsync(id.Value, cancel);
                var current = there.Value?.OperationalIntentReference?.Ovn;
                if (current == wanted)
                {
                    return new Registered(wanted, [], null, Facts(there.Value!.OperationalIntentReference!));
                }

                if (current != ovn && (current is not null || there.Status == HttpStatusCode.NotFound))
                {
                    ovn = current;
                    continue;
                }
            }

            var missing = answer.Refusal?.MissingOperationalIntents ?? [];
            var fields = answer.Refusal?.MissingConstraints ?? [];
            if (answer.Status != HttpStatusCode.Conflict || (missing.Count == 0 && fields.Count == 0) || engine.Now > until)
            {
                return Later(answer.Status)
                    ? throw new HttpRequestException(answer.Refusal?.Message ?? $"The exchange answered {(int)answer.Status}.")
                    : new Registered(null, [], Explain(answer.Refusal?.Message, missing));
            }

            await LearnAsync(missing, fields, body.Key!, own, asked, cancel);
        }
    }

    // No final word on the intent: the exchange is not well, or does not know this post's keys just now, as while they are being changed.
    private bool Later(HttpStatusCode status) =>
        (int)status >= 500 || status == HttpStatusCode.TooManyRequests || (status == HttpStatusCode.Unauthorized && engine.Read(static s => s.NextKeys) is not null);

    private static ReferenceFacts Facts(OperationalIntentReference reference) =>
        new(reference.Version, EntityId.Parse(reference.SubscriptionId).Try(out var subscription, out _) ? subscription : null);

    /// <exception cref="HttpRequestException">The exchange is not there.</exception>
    public async Task<Registered> DeleteAsync(EntityId id, string ovn, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await _exchange.DeleteIntentAsync(id.Value, ovn, cancel);
            if (answer.Value is not null || answer.Status == HttpStatusCode.NotFound)
            {
                return new Registered(null, answer.Value?.Subscribers ?? [], null);
            }

            var there = await _exchange.GetIntentAsync(id.Value, cancel);
            if (there.Value?.OperationalIntentReference?.Ovn is not { } current || current == ovn)
            {
                return there.Status == HttpStatusCode.NotFound ? new Registered(null, [], null)
                    : Later(answer.Status) ? throw new HttpRequestException(answer.Refusal?.Message)
                    : new Registered(ovn, [], answer.Refusal?.Message ?? $"The exchange answered {(int)answer.Status}.");
            }

            ovn = current;
        }
    }

    private PutOperationalIntentReferenceParameters Body(EntityId id, IntentState state, System.Collections.Immutable.ImmutableArray<Volume4D> volumes, string suffix, IEnumerable<string> own)
    {
        var key = engine.Read((s, airspace) => airspace.Near(volumes).Where(other => other != id).Select(s.Find).Select(static d => d?.Ovn).OfType<string>().ToArray());
        return new PutOperationalIntentReferenceParameters
        {
            Extents = [.. volumes.Select(static v => PostVolumes.Wire(v, footprint: false))],
            Key = [.. key.Concat(own).Distinct(StringComparer.Ordinal)],
            State = state.ToString(),
            UssBaseUrl = ussBaseUrl,
            NewSubscription = new ImplicitSubscriptionParameters { UssBaseUrl = ussBaseUrl, NotifyForConstraints = true },
            RequestedOvnSuffix = suffix,
        };
    }

    private async Task LearnAsync(IReadOnlyList<OperationalIntentReference> missing, IReadOnlyList<ConstraintReference> constraints, IReadOnlyList<string?> shown, HashSet<string> own, HashSet<string> asked,
        CancellationToken cancel)
    {
        // One of this post's own that it lost with an old backup: the exchange tells its owner.
        foreach (var mine in missing.Where(m => m.Manager == engine.Me.Value))
        {
            if (Guid.TryParse(mine.Id, out var id) && (await _exchange.GetIntentAsync(id, cancel)).Value?.OperationalIntentReference?.Ovn is { } known)
            {
                own.Add(known);
            }
        }

        var waited = engine.Now.Plus(WaitForNotice);
        var unknown = missing.Where(m => m.Manager != engine.Me.Value && !asked.Contains(Version(m.Id, m.Version))).ToArray();
        while (engine.Now < waited && unknown.Any(m => !Known(m, shown)))
        {
            await Task.WhenAny(engine.Changed, Task.Delay(20, cancel));
        }

        var fetched = false;
        foreach (var reference in unknown.Where(m => !Known(m, shown)))
        {
            asked.Add(Version(reference.Id, reference.Version));
            fetched |= await details.FetchAsync(reference, cancel);
        }

        foreach (var constraint in constraints.Where(c => asked.Add(Version(c.Id, c.Version))))
        {
            fetched |= await details.FetchAsync(constraint, cancel);
        }

        if (!fetched)
        {
            await Task.WhenAny(engine.Changed, Task.Delay(RandomNumberGenerator.GetInt32(30, 80), cancel));
        }
    }

    private static string Version(string? id, int version) => $"{id} {version}";

    // Known in another version than the one that was shown: so there is something new to try with.
    private bool Known(OperationalIntentReference reference, IReadOnlyList<string?> shown) =>
        EntityId.Parse(reference.Id).Try(out var id, out _) && engine.Read(s => s.Find(id)) is { Over: false, Ovn: { } ovn } && !shown.Contains(ovn);

    private static string Explain(string? sentence, IReadOnlyList<OperationalIntentReference> missing) => missing.Count == 0
        ? sentence ?? "The exchange refused it."
        : $"The exchange knows of {string.Join(", ", missing.Take(5).Select(static m => $"{m.Manager}'s intent {m.Id}"))} near it, whose details could not be had; try again, or file elsewhere.";
}

/// <summary>Gets what another system declared near an intent, from its own F3548-21 endpoint.</summary>
internal interface IForeignDetails
{
    /// <returns>True when it is in the state now.</returns>
    Task<bool> FetchAsync(OperationalIntentReference reference, CancellationToken cancel);

    Task<bool> FetchAsync(ConstraintReference reference, CancellationToken cancel);
}
