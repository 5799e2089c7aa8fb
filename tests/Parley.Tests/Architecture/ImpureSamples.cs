using System.Diagnostics;
using System.Security.Cryptography;

namespace Parley.Tests.Architecture;

/// <summary>One method for each thing that the fold may not do, so that the scanner is seen to find it.</summary>
internal static class ImpureSamples
{
    public static long Clock() => DateTime.UtcNow.Ticks;

    public static long ClockOfAnother() => DateTimeOffset.Now.Ticks;

    public static DateTimeOffset ClockByProvider() => TimeProvider.System.GetUtcNow();

    public static long Ticks() => Stopwatch.GetTimestamp();

    public static Guid NewId() => Guid.NewGuid();

    public static int Dice() => Random.Shared.Next();

    public static int StrongDice() => RandomNumberGenerator.GetInt32(6);

    public static string? Setting() => Environment.GetEnvironmentVariable("PARLEY_DATA");

    public static bool Disk() => File.Exists("journal");

    public static string? ThreadName() => Thread.CurrentThread.Name;

    public static int Hash(string text) => text.GetHashCode(StringComparison.Ordinal);

    public static int Hashes(int a, int b) => HashCode.Combine(a, b);

    public static double Sine(double x) => Math.Sin(x);

    public static double SineOfAnother(double x) => double.Sin(x);

    public static double Logarithm(double x) => Math.Log2(x);

    public static int Culture(string a, string b) => string.Compare(a, b, StringComparison.CurrentCulture);

    public static int Loop(HashSet<int> all)
    {
        var last = 0;
        foreach (var one in all)
        {
            last = one;
        }

        return last;
    }

    public static List<string> Keys(Dictionary<string, int> all) => [.. all.Keys];

    public static List<int> Spread(int a, int b)
    {
        HashSet<int> all = [a, b];
        return all.Select(x => x + 1).ToList();
    }

    public static List<int> SpreadAsItIs(int a, int b)
    {
        HashSet<int> all = [a, b];
        return [.. all];
    }

    public static int[] SpreadIntoAnArray(int a, int b)
    {
        HashSet<int> all = [a, b];
        return [.. all];
    }

    public static IEnumerable<long> InAnIterator()
    {
        yield return DateTime.UtcNow.Ticks;
    }

    public static Func<long> InALambda() => () => DateTime.UtcNow.Ticks;

    public static string InAnOverride(Base sample) => sample.Text();

    internal abstract class Base
    {
        public abstract string Text();
    }

    internal sealed class Heir : Base
    {
        public override string Text() => Path.GetRandomFileName();
    }
}
