using System.Text.Json.Serialization;

namespace Parley.Core.Line;

/// <summary>How urgent a message on the line is, in rising order; the agreement says within what time each must be acknowledged.</summary>
public enum Precedence
{
    [JsonStringEnumMemberName("ROUTINE")]
    Routine,

    [JsonStringEnumMemberName("PRIORITY")]
    Priority,

    [JsonStringEnumMemberName("IMMEDIATE")]
    Immediate,

    [JsonStringEnumMemberName("FLASH")]
    Flash,
}
