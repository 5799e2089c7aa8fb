namespace Parley.Console.Record;

/// <summary>One line of who saw or did what at this console.</summary>
/// <param name="Who">The person's id; null: nobody who was signed in.</param>
/// <param name="Name">The person's name, or what was given for one.</param>
/// <param name="What">In one word or path: <c>sign-in</c>, <c>POST /api/intents</c>, <c>view /line</c>.</param>
/// <param name="About">What it was about: an id, a name; null when nothing.</param>
/// <param name="Outcome"><c>done</c>, or why not.</param>
internal sealed record RecordLine(string? Who, string Name, string What, string? About, string Outcome);

/// <summary>The append-only record of who saw and did what. Thread-safe.</summary>
internal interface IConsoleRecord
{
    /// <summary>Done once the line is on the disk.</summary>
    ValueTask AppendAsync(RecordLine line);
}

/// <summary>A line could not be put on the disk. What it would have said may have been done, and is on no record: people are told so, and who looks after the post sees it in the log.</summary>
internal sealed class RecordUnwritableException(Exception inner) : Exception("The console's record can't be written; what you did may have been done. Tell who looks after this post.", inner);
