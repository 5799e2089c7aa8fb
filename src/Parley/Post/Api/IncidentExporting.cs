using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>Makes the document of an incident from what was frozen and what was asked since. Thread-safe.</summary>
internal static class IncidentExporting
{
    /// <param name="comments">Those for the other side, under the incident and what it froze; what was written within the party is nobody else's.</param>
    public static IncidentExport Of(Incident incident, IEnumerable<Comment> comments, PartyName me, Instant now)
    {
        var frozen = incident.Frozen;
        return new IncidentExport(
            "parley-incident/1", me.Value, now.ToString(), LineViews.Of(incident, now),
            [.. frozen.Agreements.Select(a => AgreementEndpoints.View(a, frozen.At))],
            [.. frozen.Declared.Select(d => IntentViews.Of(new IntentFacts(d, false, [.. frozen.Conflicts.Where(c => c.Now.Near && (c.A == d.Id || c.B == d.Id)).Select(static c => c.Id)], []), me, frozen.At) with { Recipients = null })],
            [.. frozen.Conflicts.Select(c => ConflictViews.Frozen(c, frozen.At))],
            [.. frozen.Messages.Select(m => LineViews.Of(m, me, frozen.At, PhraseLanguage.English))],
            [.. frozen.Alarms.Select(StatusEndpoints.View)],
            IncidentTimeline.Of(incident, comments, now));
    }

    /// <summary>What was written across under an incident and under the intents and conflicts that it froze, as far as this post has it.</summary>
    public static IEnumerable<Comment> Comments(PostState state, Incident incident) =>
        new[] { (About: CommentAbout.Incident, incident.Id) }
            .Concat(incident.Frozen.Declared.Select(static d => (About: CommentAbout.Intent, d.Id)))
            .Concat(incident.Frozen.Conflicts.Select(static c => (About: CommentAbout.Conflict, c.Id)))
            .SelectMany(at => state.Comments(at.About, at.Id)).Where(static c => c.Across);
}
