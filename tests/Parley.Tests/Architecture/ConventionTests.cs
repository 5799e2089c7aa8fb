using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Parley.Tests.Architecture;

/// <summary>What the project agreed on and a compiler does not hold.</summary>
public sealed partial class ConventionTests
{
    private const int MostLines = 600;

    [Fact]
    public void Every_class_is_sealed_static_abstract_or_a_base_of_another()
    {
        var types = new[] { typeof(Parley.Core.Instant), typeof(Parley.Journal.IOrderedLog), typeof(Parley.Client.F3548.WireJson), typeof(Parley.Hosting.ExchangeEngine) }
            .SelectMany(t => t.Assembly.GetTypes()).Where(t => t.IsClass && !Generated(t)).ToList();
        var bases = types.Select(t => t.BaseType).OfType<Type>().Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).ToHashSet();
        Assert.True(types.Count > 50);
        // The razor compiler makes a component's class public and open.
        Repository.None("Neither sealed, static, abstract nor a base", types.Where(t => !t.IsSealed && !t.IsAbstract && !bases.Contains(t) && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t) && t.Name != "_Imports").Select(t => t.FullName!));
    }

    [Fact]
    public void No_source_file_is_longer_than_600_lines() => Repository.None(
        $"Longer than {MostLines} lines; split it",
        Repository.Files("src", "*.cs").Where(f => Repository.Lines(f).Length > MostLines));

    // The command line and the demonstration run on their user's clock; everything that serves is given one.
    [Fact]
    public void Only_the_host_the_command_line_and_the_demonstration_ask_the_system_clock() => Repository.None(
        "Take the time from a TimeProvider",
        Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.razor"))
            .Where(f => !Array.Exists(["Hosting", "Commands", "Demo"], edge => f.StartsWith($"src/Parley/{edge}/", StringComparison.Ordinal)))
            .SelectMany(f => Repository.Lines(f).Where(l => SystemClock().IsMatch(l)).Select(l => $"{f}: {l.Trim()}")));

    [Fact]
    public void A_tests_name_is_a_sentence()
    {
        var names = Repository.Files("tests", "*.cs")
            .SelectMany(f => TestMethod().Matches(string.Join('\n', Repository.Lines(f))).Select(m => (File: f, Name: m.Groups[1].Value))).ToList();
        Assert.Contains(names, n => n.Name == nameof(A_tests_name_is_a_sentence));
        Repository.None(
            "Three words at least, parted by underscores",
            names.Where(n => n.Name.Split('_', StringSplitOptions.RemoveEmptyEntries).Length < 3).Select(n => $"{n.File}: {n.Name}"));
    }

    private static bool Generated(Type type) => type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        || (type.DeclaringType is { } outer && Generated(outer)) || type.Namespace?.StartsWith("Parley", StringComparison.Ordinal) != true;

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public (?:static )?(?:async )?[\w<>]+ (\w+)\(")]
    private static partial Regex TestMethod();
}
