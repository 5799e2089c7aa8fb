using System.CommandLine;
using Parley.Commands;

namespace Parley.Tests.Commands;

/// <summary>What the command line says, and what it ends with, whatever it is given.</summary>
public sealed class CommandLineTests
{
    private static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static async Task<(int Code, string Error)> RunFaulty(Func<CancellationToken, Task<int>> action)
    {
        var root = new Command("parley");
        var faulty = new Command("faulty");
        faulty.SetAction((_, cancel) => action(cancel));
        root.Subcommands.Add(faulty);
        using StringWriter output = new(), error = new();
        return (await CommandLine.RunAsync(root, ["faulty"], output, error), error.ToString());
    }

    [Fact]
    public async Task Every_command_has_a_help_page_with_usage_and_exit_codes_that_fits_100_columns()
    {
        var root = RootCommandFactory.Create();
        foreach (var args in root.Subcommands.Select(c => new[] { c.Name, "--help" }).Append(["--help"]))
        {
            var (code, page, error) = await Run(args);
            Assert.Equal(0, code);
            Assert.Empty(error);
            Assert.Contains("Usage: parley", page, StringComparison.Ordinal);
            Assert.Contains("Examples:", page, StringComparison.Ordinal);
            Assert.Contains("Exit codes:", page, StringComparison.Ordinal);
            Assert.All(page.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        }
    }

    [Fact]
    public void Every_command_and_option_says_what_it_is_for()
    {
        var root = RootCommandFactory.Create();
        Assert.All(root.Subcommands.Append(root), c =>
        {
            Assert.NotEmpty(c.Description ?? "");
            Assert.All(c.Options, o => Assert.NotEmpty(o.Description ?? ""));
        });
    }

    [Fact]
    public async Task No_command_prints_the_help_as_an_error()
    {
        var (code, output, error) = await Run();
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("Keys and tokens:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var (code, output, _) = await Run("--version");
        Assert.Equal(0, code);
        Assert.Matches(@"^parley \d+\.\d+\.\d+( \([0-9a-f]{7}\))?\r?\n$", output);
    }

    [Theory]
    [InlineData("keygn", "parley: There is no command keygn. Did you mean keygen?")]
    [InlineData("entirely-else", "parley: There is no command entirely-else.")]
    [InlineData("keygen --ot x", "parley keygen: There is no option --ot. Did you mean --out?")]
    [InlineData("keygen extra", "parley keygen: extra is one argument too many.")]
    [InlineData("keygen --alg RS512", "parley keygen: --alg got 'RS512'; give RS256 or ES256.")]
    [InlineData("token", "parley token: Option '--key' is required.")]
    [InlineData("token --key k --subject s --audience a --lifetime 5", "parley token: --lifetime got '5', which is no duration; write it like 45s, 5min or 1h30m.")]
    public async Task Bad_usage_is_one_sentence_and_a_hint(string line, string sentence)
    {
        var (code, output, error) = await Run(line.Split(' '));
        Assert.Equal(2, code);
        Assert.Empty(output);
        var command = sentence[..sentence.IndexOf(':', StringComparison.Ordinal)];
        Assert.Equal([sentence, $"Try {command} --help.", ""], error.ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task A_fault_in_parley_is_told_without_a_stack_trace_and_ends_with_70()
    {
        var (code, error) = await RunFaulty(_ => throw new InvalidOperationException("The ring\nis broken"));
        Assert.Equal(70, code);
        Assert.Contains("The ring is broken (InvalidOperationException)", error, StringComparison.Ordinal);
        Assert.Contains("PARLEY_DEBUG=1", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_was_stopped_ends_with_130()
    {
        var (code, error) = await RunFaulty(_ => throw new OperationCanceledException());
        Assert.Equal(130, code);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("45s", 45)]
    [InlineData("5min", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5 h", 5400)]
    [InlineData("2d", 172_800)]
    public void A_duration_is_read(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("1h30")]
    [InlineData("-5s")]
    [InlineData("1..5s")]
    [InlineData("99999999d")]
    [InlineData("5 parsecs")]
    public void What_is_no_duration_is_a_problem(string text) => Assert.False(Duration.Parse(text).Ok);
}
