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

    // What a field says goes to the post with each key. Only a bound field is not told its own text again, by an answer that comes after the next keys.
    [Fact]
    public void A_field_that_people_write_or_choose_in_is_bound()
    {
        var fields = Repository.Files("src", "*.razor").SelectMany(f => Field().Matches(string.Join('\n', Repository.Lines(f))).Select(m => (File: f, Tag: m.Value))).ToList();
        Assert.Contains(fields, f => f.Tag.Contains("@bind", StringComparison.Ordinal));
        Repository.None("Write @bind, or @bind:get and @bind:set", fields.Where(f => SaidBack().IsMatch(f.Tag) && !Unwritten().IsMatch(f.Tag)).Select(f => $"{f.File}: {f.Tag}"));
    }

    private static bool Generated(Type type) => type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        || (type.DeclaringType is { } outer && Generated(outer)) || type.Namespace?.StartsWith("Parley", StringComparison.Ordinal) != true;

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"<(?:input|textarea|select)\b(?:[^>]|=>)*>")]
    private static partial Regex Field();

    [GeneratedRegex(@"@on(?:input|change)\b")]
    private static partial Regex SaidBack();

    [GeneratedRegex(@"type=""(?:hidden|radio|checkbox|range)""")]
    private static partial Regex Unwritten();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public (?:static )?(?:async )?[\w<>]+ (\w+)\(")]
    private static partial Regex TestMethod();
}
