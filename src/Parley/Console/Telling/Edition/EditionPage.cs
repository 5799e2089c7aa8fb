namespace Parley.Console.Telling.Edition;

/// <summary>A piece of text.</summary>
/// <param name="Theirs">It came from a party or a person: it stands in an isolate of its own, and is never anything but text.</param>
/// <param name="Mark">It is to be seen first.</param>
internal readonly record struct Piece(string Text, bool Theirs = false, bool Mark = false);

/// <param name="Rows">Rows of cells, each as long as <paramref name="Head"/>.</param>
/// <param name="More">What was left out, in words; null: nothing.</param>
internal sealed record EditionTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<Piece>> Rows, string? More = null);

/// <param name="Says">Sentences below the heading.</param>
internal sealed record EditionPart(string Heading, IReadOnlyList<string> Says, EditionTable? Table = null);

/// <summary>A daily edition in words, to be written as text and as HTML. Immutable.</summary>
/// <param name="Links">What it is called, and where it leads: to the console, to change or stop it.</param>
internal sealed record EditionPage(string Language, string Direction, string Subject, string Title, string Lead, IReadOnlyList<EditionPart> Parts, IReadOnlyList<(string Text, Uri To)> Links);
