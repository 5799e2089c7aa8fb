using Parley.Console.Accounts;

namespace Parley.Console.Telling;

/// <param name="After">Not before so long, where the other side says so.</param>
internal readonly record struct SendResult(SendOutcome Outcome, string? Why = null, TimeSpan? After = null);

/// <summary>One way to tell a person. Thread-safe.</summary>
internal abstract class TellWay
{
    /// <summary>Of <see cref="Ways.All"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Ids of where that person is reached by it; empty: nowhere at present.</summary>
    public abstract IReadOnlyList<string> TargetsOf(Person person, PersonTelling telling);

    /// <summary>As the person knows it: a host, an address.</summary>
    public abstract string? Called(Person person, PersonTelling telling, string target);

    /// <summary>One try. Never throws but for cancellation.</summary>
    public abstract Task<SendResult> SendAsync(Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel);
}

/// <summary>The open windows of the console: they show by themselves what waits, so being seen is all it takes.</summary>
internal sealed class ConsoleWay(OpenWindows windows) : TellWay
{
    private static readonly string[] Window = [""];

    public override string Name => Ways.Console;

    public override IReadOnlyList<string> TargetsOf(Person person, PersonTelling telling) => windows.Visible(person.Id) ? Window : [];

    public override string? Called(Person person, PersonTelling telling, string target) => null;

    public override Task<SendResult> SendAsync(Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel) =>
        Task.FromResult(windows.Show(person.Id, what) ? new SendResult(SendOutcome.Delivered) : new SendResult(SendOutcome.NotOpen, "the window was closed"));
}
