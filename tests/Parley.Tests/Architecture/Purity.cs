namespace Parley.Tests.Architecture;

/// <summary>
/// What code that must give the same on any machine may not do, found in its IL. Follows calls inside one assembly: a call of a virtual
/// method reaches every override, a type that is reached brings its static constructor and what the framework calls back on it.
/// </summary>
internal static class Purity
{
    private static readonly string[] Unordered =
    [
        "System.Collections.Generic.HashSet`1", "System.Collections.Generic.Dictionary`2", "System.Collections.Concurrent.Concurrent",
        "System.Collections.Immutable.ImmutableHashSet`1", "System.Collections.Immutable.ImmutableDictionary`2", "System.Collections.Frozen.",
    ];

    private static readonly HashSet<string> ExactMath = new(StringComparer.Ordinal)
    {
        // IEEE 754 rounds these the same everywhere; sines and logarithms come from the machine's library.
        "Min", "Max", "Abs", "Clamp", "Sign", "Sqrt", "Floor", "Ceiling", "Truncate", "Round", "ScaleB", "DivRem", "BigMul", "CopySign", "FusedMultiplyAdd",
    };

    /// <summary>The methods reached from the roots, the roots included.</summary>
    public static IReadOnlyList<IlMethod> Reached(IReadOnlyList<IlMethod> all, Func<IlMethod, bool> isRoot)
    {
        var byCall = all.ToLookup(m => m.ToString(), StringComparer.Ordinal);
        var byType = all.ToLookup(m => m.Type, StringComparer.Ordinal);
        var virtuals = all.Where(m => m.IsVirtual).ToLookup(m => m.Name, StringComparer.Ordinal);
        var reached = new HashSet<IlMethod>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<IlMethod>(all.Where(isRoot));
        while (waiting.TryPop(out var method))
        {
            if (!reached.Add(method))
            {
                continue;
            }

            IEnumerable<IlMethod> next =
            [
                .. method.Calls.SelectMany(c => byCall[c]).SelectMany(m => m.IsVirtual ? virtuals[m.Name].Append(m) : [m]),
                .. byType[method.Type].Where(m => m.Name == ".cctor" || method.IsGenerated || (m.IsVirtual && m.Name is "Equals" or "CompareTo" or "ToString")),
            ];
            foreach (var m in next)
            {
                waiting.Push(m);
            }
        }

        return [.. all.Where(reached.Contains)];
    }

    /// <summary>Each thing a method does that it may not, as a sentence.</summary>
    public static IEnumerable<string> Faults(IlMethod method)
    {
        foreach (var call in method.Calls.Distinct(StringComparer.Ordinal))
        {
            if (Reason(method, call) is { } reason)
            {
                yield return $"{method.Source} {reason}: {call}";
            }
        }

        if (method.Touches.Any(IsUnordered) && method.Calls.FirstOrDefault(TakesAll) is { } taking)
        {
            yield return $"{method.Source} has an unordered collection at hand and may enumerate it: {taking}";
        }
    }

    private static string? Reason(IlMethod method, string call)
    {
        var at = call.IndexOf("::", StringComparison.Ordinal);
        var (type, name) = (call[..at], call[(at + 2)..]);
        return type switch
        {
            "System.DateTime" or "System.DateTimeOffset" when name is "get_Now" or "get_UtcNow" or "get_Today" => "reads the clock",
            "System.TimeProvider" or "System.Diagnostics.Stopwatch" => "reads the clock",
            "System.Random" or "System.Security.Cryptography.RandomNumberGenerator" => "draws random numbers",
            "System.Guid" when name is "NewGuid" or "CreateVersion7" => "draws random numbers",
            "System.Environment" when name == "get_CurrentManagedThreadId" && method.IsGenerated => null, // how the compiler makes every iterator
            "System.Environment" or "System.AppContext" or "System.Globalization.CultureInfo" when name != "get_InvariantCulture" => "asks the environment",
            "System.IO.Stream" when method.Source.StartsWith("Snapshot.", StringComparison.Ordinal) => null, // given by the caller: where the bytes go
            "System.Console" => "does I/O",
            _ when type.StartsWith("System.IO.", StringComparison.Ordinal) || type.StartsWith("System.Net.", StringComparison.Ordinal) => "does I/O",
            _ when type.StartsWith("System.Threading.", StringComparison.Ordinal) => "depends on threads",
            _ when name == "GetHashCode" || type == "System.HashCode" => method.Name == "GetHashCode" ? null : "uses hash codes, which differ between processes",
            "System.Math" or "System.MathF" when !ExactMath.Contains(name) => "computes what differs between machines",
            "System.Double" or "System.Single" when name is "Sin" or "Cos" or "Tan" or "SinCos" or "Atan2" or "Exp" or "Log" or "Log2" or "Pow" => "computes what differs between machines",
            "System.String" when name is "Compare" or "CompareTo" => "compares texts by a culture",
            _ when IsUnordered(type) && (type.EndsWith("Collection", StringComparison.Ordinal) || name is "GetEnumerator" or "get_Keys" or "get_Values" or "CopyTo") =>
                "enumerates an unordered collection",
            _ => null,
        };
    }

    private static bool IsUnordered(string type) => Array.Exists(Unordered, u => type.StartsWith(u, StringComparison.Ordinal));

    // An unordered collection passed as IEnumerable leaves no trace in IL but this.
    private static bool TakesAll(string call) => call.StartsWith("System.Linq.", StringComparison.Ordinal)
        || call.EndsWith("::AddRange", StringComparison.Ordinal) || call.EndsWith("::CreateRange", StringComparison.Ordinal)
        || call.EndsWith("::ToImmutableArray", StringComparison.Ordinal) || call.EndsWith("::UnionWith", StringComparison.Ordinal)
        || call is "System.String::Join" or "System.String::Concat";
}
