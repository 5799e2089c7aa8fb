namespace Parley.Commands;

/// <summary>What every subcommand ends with; printed in its help.</summary>
internal static class ExitCode
{
    /// <summary>Done; the answer is "yes" or there was none to give.</summary>
    public const int Fine = 0;

    /// <summary>Done, and the answer is "no": a conflict was found, a proof failed.</summary>
    public const int No = 1;

    /// <summary>Bad usage or input: the sentence on standard error says what to change.</summary>
    public const int BadInput = 2;

    /// <summary>A fault in Parley itself (<c>EX_SOFTWARE</c> of BSD's sysexits.h), kept apart from what the caller can mend.</summary>
    public const int Broken = 70;

    /// <summary>Stopped by Ctrl-C before it was done (128 + SIGINT, as a shell has it).</summary>
    public const int Interrupted = 130;
}
