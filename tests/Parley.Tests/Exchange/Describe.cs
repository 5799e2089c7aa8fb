using System.Collections;
using System.Reflection;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Tests.Exchange;

/// <summary>A value with everything in it as text: records that hold arrays are not equal by themselves, their descriptions are.</summary>
internal static class Describe
{
    public static string It(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        double number => number.ToString("R"),
        Instant or EntityId or Ovn or PartyName or CellCovering or TimeSpan or Guid => value.ToString()!,
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum => value.ToString()!,
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(It))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value))})",
    };

    /// <summary>The state as its snapshot's bytes.</summary>
    public static byte[] State(ExchangeState state)
    {
        using var stream = new MemoryStream();
        Snapshot.Write(state, stream);
        return stream.ToArray();
    }

    private static IEnumerable<string> Properties(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Name}={It(p.GetValue(value))}");
}
