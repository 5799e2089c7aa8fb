namespace Parley.Tokens;

/// <summary>
/// The scopes of a token that Parley knows: ASTM F3548-21's five (its OpenAPI file, <c>securitySchemes.Authority</c>) and those the
/// InterUSS auxiliary endpoints ask for. Scopes of others are left out, as they open nothing here.
/// </summary>
[Flags]
internal enum ScopeSet
{
    None = 0,

    /// <summary><c>utm.strategic_coordination</c>: declare operational intents and learn of others'.</summary>
    StrategicCoordination = 1 << 0,

    /// <summary><c>utm.constraint_management</c>: declare constraints.</summary>
    ConstraintManagement = 1 << 1,

    /// <summary><c>utm.constraint_processing</c>: learn of constraints.</summary>
    ConstraintProcessing = 1 << 2,

    /// <summary><c>utm.conformance_monitoring_sa</c>: declare an intent Nonconforming or Contingent.</summary>
    ConformanceMonitoring = 1 << 3,

    /// <summary><c>utm.availability_arbitration</c>: set another party's availability.</summary>
    AvailabilityArbitration = 1 << 4,

    /// <summary><c>interuss.pool_status.read</c>: read which exchanges make up the pool.</summary>
    PoolStatusRead = 1 << 5,

    /// <summary><c>interuss.pool_status.heartbeat.write</c>: report that an exchange of the pool lives.</summary>
    PoolHeartbeatWrite = 1 << 6,

    /// <summary><c>dss.read.identification_service_areas</c>: ASTM F3411-19's; opens <c>/aux/v1/validate_oauth</c>.</summary>
    RemoteIdRead = 1 << 7,

    /// <summary><c>dss.write.identification_service_areas</c>: ASTM F3411-19's; opens <c>/aux/v1/validate_oauth</c>.</summary>
    RemoteIdWrite = 1 << 8,
}

/// <summary>Scopes as the text they are in a token, both ways. Pure; any thread.</summary>
internal static class Scopes
{
    private static readonly (ScopeSet Scope, string Name)[] Names =
    [
        (ScopeSet.StrategicCoordination, "utm.strategic_coordination"),
        (ScopeSet.ConstraintManagement, "utm.constraint_management"),
        (ScopeSet.ConstraintProcessing, "utm.constraint_processing"),
        (ScopeSet.ConformanceMonitoring, "utm.conformance_monitoring_sa"),
        (ScopeSet.AvailabilityArbitration, "utm.availability_arbitration"),
        (ScopeSet.PoolStatusRead, "interuss.pool_status.read"),
        (ScopeSet.PoolHeartbeatWrite, "interuss.pool_status.heartbeat.write"),
        (ScopeSet.RemoteIdRead, "dss.read.identification_service_areas"),
        (ScopeSet.RemoteIdWrite, "dss.write.identification_service_areas"),
    ];

    /// <summary>Every name, in the order of the enumeration.</summary>
    public static IEnumerable<string> All => Names.Select(n => n.Name);

    /// <summary>Reads scopes parted by spaces (RFC 6749 §3.3, case-sensitive); unknown ones are left out.</summary>
    public static ScopeSet Parse(string text)
    {
        var set = ScopeSet.None;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan(range);
            foreach (var (scope, name) in Names)
            {
                if (word.SequenceEqual(name))
                {
                    set |= scope;
                }
            }
        }

        return set;
    }

    /// <summary>The names in <paramref name="set"/> parted by spaces, as a token or a challenge carries them.</summary>
    public static string Text(this ScopeSet set) => string.Join(' ', Names.Where(n => set.HasFlag(n.Scope)).Select(n => n.Name));

    /// <summary>Whether the caller has at least one of <paramref name="wanted"/>.</summary>
    public static bool HasAny(this ScopeSet set, ScopeSet wanted) => (set & wanted) != ScopeSet.None;
}
