namespace Parley.Core.Post;

/// <summary>Keys that this post made and that are not in force yet.</summary>
/// <param name="Description">The party.json with them: what the exchange's operator is to admit.</param>
public sealed record NextKeys(Instant At, RawJson Description, string Fingerprint, string Officer, string SecondOfficer, string? Reason);

// This post's own keys: other ones are made by two officers, admitted by the exchange's operator, and only then in force.
public sealed partial class PostState
{
    /// <summary>Null while no change of keys is under way.</summary>
    public NextKeys? NextKeys { get; private set; }

    public static PostRefused MadeAlready(NextKeys next) =>
        PostRefused.NotNow($"New keys were made by {next.Officer} and {next.SecondOfficer} already; have the exchange's operator admit those, or drop them first.");

    private PostRefused? Judge(MakeKeys make) => NextKeys is { } next ? MadeAlready(next)
        : make.Officer.Length == 0 || make.SecondOfficer.Length == 0 || make.Officer.Equals(make.SecondOfficer, StringComparison.OrdinalIgnoreCase)
            ? PostRefused.Unacceptable("Making new keys takes two officers.")
        : null;

    private PostRefused? Judge(string fingerprint) =>
        NextKeys?.Fingerprint == fingerprint ? null : PostRefused.NotNow("No new keys with that fingerprint wait to be admitted; read the keys again.");

    private PostOutcome Apply(MakeKeys make)
    {
        if (Judge(make) is { } refused)
        {
            return refused;
        }

        NextKeys = new NextKeys(make.Now, make.Description, make.Fingerprint, make.Officer, make.SecondOfficer, make.Reason);
        return PostOutcome.Fine;
    }

    private PostOutcome EndNextKeys(string fingerprint)
    {
        if (Judge(fingerprint) is { } refused)
        {
            return refused;
        }

        NextKeys = null;
        return PostOutcome.Fine;
    }
}
