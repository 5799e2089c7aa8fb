namespace Parley.Scenarios.Running;

/// <summary>The scopes of ASTM F3548-21's OpenAPI file.</summary>
public static class Scope
{
    public const string Planning = "utm.strategic_coordination";
    public const string Constraints = "utm.constraint_management";
    public const string ConstraintReading = "utm.constraint_processing";
    public const string Conformance = "utm.conformance_monitoring_sa";
    public const string Arbitration = "utm.availability_arbitration";

    public static readonly IReadOnlyList<string> All = [Planning, Constraints, ConstraintReading, Conformance, Arbitration];
}
