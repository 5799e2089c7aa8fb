namespace Parley.Client.Post;

/// <summary>One line of who saw and did what at a post's console.</summary>
/// <param name="Number">Its place, from 1 on.</param>
/// <param name="At">RFC 3339.</param>
/// <param name="Who">The person's id; null: nobody who was signed in, or the holder of the post's key.</param>
/// <param name="What">In a word or path: <c>sign-in</c>, <c>POST /api/intents</c>, <c>view /line</c>; <c>record broken</c> where the chain of lines was tampered with.</param>
/// <param name="Outcome"><c>done</c>, an HTTP status, or why not.</param>
public sealed record RecordLineView(long Number, string At, string? Who, string Name, string What, string? About, string Outcome);
