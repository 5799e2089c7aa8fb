namespace Parley.Client.Post;

/// <summary>GET /api/needs: one thing that waits for an answer of this post's people, the most urgent first.</summary>
/// <param name="Kind"><c>message</c>, <c>conflict</c>, <c>notice</c>, <c>inquiry</c>, <c>agreement</c>, <c>alarm</c>, <c>consent</c>.</param>
/// <param name="Id">Of the message, conflict, intent, incident, agreement, alarm, request for consent.</param>
/// <param name="Party">Whose it is; null: one's own.</param>
/// <param name="Severity">1 to know, 2 to act, 3 to act now.</param>
/// <param name="Due">RFC 3339: by when; null when nobody set a time.</param>
/// <param name="What">Of a message its precedence or <c>STOP</c>; of a conflict <c>proposal</c> when the other side's proposal waits; of a notice <c>late</c>; of a consent its deed; of an alarm its kind.</param>
/// <param name="Text">A title, text or sentence, as far as there is one.</param>
/// <param name="About">Of an alarm or a request for consent: the id or name of what it is about. Of a conflict: the newest proposal that waits for an answer.</param>
/// <param name="Version">Of a notice: the version that is to be acknowledged.</param>
public sealed record NeedView(string Kind, string Id, string? Party, int Severity, string Since, string? Due, string? What, string? Text, string? About = null, int? Version = null);
