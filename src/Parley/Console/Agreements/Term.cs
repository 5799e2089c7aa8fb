namespace Parley.Console.Agreements;

/// <summary>One term of an agreement in words.</summary>
/// <param name="Key">Which: the end of its texts' keys.</param>
/// <param name="Says">One or more lines.</param>
internal sealed record Term(string Group, string Key, IReadOnlyList<string> Says);

/// <summary>One term that two documents say differently; null where one does not say it.</summary>
internal sealed record TermChange(string Key, Term? Before, Term? After);
