namespace Parley.Tests.Architecture;

/// <summary>
/// The state of an exchange and that of a post must come out the same, byte for byte, on any machine that folds the same journal. This follows every call from
/// <c>Parley.Core.Exchange</c>, and from the methods of <c>PostState</c>, through Parley.Core and names what could differ.
/// </summary>
public sealed class FoldPurityTests
{
    // Each with why it is harmless; one that is no longer needed fails the test.
    private static readonly Dictionary<string, string> Harmless = new(StringComparer.Ordinal)
    {
        ["Endings.Before"] = "copies one part of an hour's ids and sorts them before anything comes out",
        ["ExchangeState.InOrder"] = "copies a dictionary's keys and sorts them before anything comes out",
        ["ExchangeState.AllIntents"] = "goes through InOrder",
        ["ExchangeState.AllConstraints"] = "goes through InOrder",
        ["ExchangeState.AllSubscriptions"] = "goes through InOrder",
        ["PostState.PicturePlaces"] = "copies a set of numbers, which PostSnapshot sorts before anything comes out",
        ["ExchangeState.MailboxNames"] = "copies a dictionary's keys and sorts them before anything comes out",
    };

    private static readonly IReadOnlyList<IlMethod> Core = IlAssembly.Methods("Parley.Core.dll");

    [Fact]
    public void Nothing_the_fold_reaches_depends_on_the_machine_the_moment_or_an_order_by_chance()
    {
        var reached = Purity.Reached(Core, m =>
            m.Type.StartsWith("Parley.Core.Exchange.", StringComparison.Ordinal) || m.Type.StartsWith("Parley.Core.Post.PostState", StringComparison.Ordinal));
        Assert.Contains(reached, m => m.Source == "SpatialIndex`1.Query");
        Assert.Contains(reached, m => m.Source == "CellMap`1.BlockOf");
        Assert.Contains(reached, m => m.Source == "CellCovering.Canonical");
        Assert.Contains(reached, m => m.Source == "PostState.Weigh");

        var faults = reached.SelectMany(m => Purity.Faults(m).Select(fault => (m.Source, Fault: fault))).ToList();
        Repository.None("The fold must be pure", faults.Where(f => !Harmless.ContainsKey(f.Source)).Select(f => f.Fault));
        Repository.None("No longer needed among the harmless", Harmless.Keys.Except(faults.Select(f => f.Source), StringComparer.Ordinal));
    }

    [Fact]
    public void The_scanner_sees_the_trigonometry_of_coverings_when_pointed_at_it()
    {
        var faults = Purity.Reached(Core, m => m.Source == "CellCovering.Of").SelectMany(Purity.Faults).ToList();
        Assert.Contains(faults, f => f.Contains("System.Math::Sin", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("System.Math::Log2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_scanner_sees_each_impure_sample()
    {
        var tests = IlAssembly.Methods("Parley.Tests.dll");
        var samples = tests.Where(m => m.Type == typeof(ImpureSamples).FullName && !m.Name.StartsWith('.')).ToList();
        Assert.Equal(24, samples.Count);
        Repository.None(
            "Not seen by the scanner",
            samples.Where(s => !Purity.Reached(tests, m => m == s).SelectMany(Purity.Faults).Any()).Select(s => s.Name));
    }
}
