using Parley.Core.Geometry;

namespace Parley.Plans;

/// <summary>One volume of one declared activity, as read from a plan file. Compared by reference. Immutable; any thread.</summary>
internal sealed class PlannedVolume(string party, string id, Volume4D volume)
{
    public string Party { get; } = party;

    /// <summary>The operational intent's id; several volumes may share it.</summary>
    public string Id { get; } = id;

    public Volume4D Volume { get; } = volume;
}
