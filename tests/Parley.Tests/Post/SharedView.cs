using System.Text;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>What two parties must see alike, as text: agreements, what each told the other of, conflicts and how they are settled.</summary>
internal static class SharedView
{
    public static string Of(PostState state, PartyName a, PartyName b, Instant now)
    {
        var text = new StringBuilder();
        foreach (var agreement in state.Agreements.Where(x => x.Includes(a) && x.Includes(b)))
        {
            text.AppendLine($"agreement {agreement.Id} {agreement.Hash} {agreement.StateAt(now)} signed by {string.Join(',', agreement.Signatures)} suspended {string.Join(',', agreement.Suspensions)} end {agreement.End}");
        }

        foreach (var declared in state.Declared.Where(d => (d.Owner == a || d.Owner == b) && d.Notices.ContainsKey(d.Owner == a ? b : a)))
        {
            var to = declared.Notices[declared.Owner == a ? b : a];
            text.AppendLine(
                $"{declared.Owner}'s {declared.Id} v{to.Version} over {declared.Over} {declared.Outcome} late {to.Late} lead {to.LeadS} vague {to.Vague} seen {to.SeenVersion} {to.SeenBy} {to.SeenAt} passed {to.MustKnow}/{to.Told}/{to.Confirmed}"
                + $" first {to.FirstAt} moved {to.MovedVersion} marks {string.Join(';', declared.Marks.Where(m => m.To == (declared.Owner == a ? b : a)))}");
        }

        foreach (var conflict in state.Conflicts.Where(c => c.Between(a) && c.Between(b)))
        {
            text.AppendLine(
                $"conflict {conflict.Id} {conflict.A} {conflict.B} {conflict.StateAt(now)} found {conflict.Found} by {conflict.Deadline} gives way {state.DefaultGivesWay(conflict)} agreed {conflict.AgreedBy}"
                + $" gap {conflict.Now.HorizontalM} stands {string.Join(',', conflict.Stands)} silent {string.Join(',', conflict.SilentAt(now))}");
            foreach (var proposal in conflict.Proposals)
            {
                text.AppendLine($"  {proposal.What.Proposal} {proposal.What.Kind} by {proposal.By} {proposal.At} {proposal.State} carried out {proposal.CarriedOut} {string.Join(',', proposal.Answers)}");
            }

            foreach (var step in conflict.Series)
            {
                text.AppendLine($"  step {step.At} {step.Cause} v{step.Version} {step.RatioBefore} {step.RatioAfter}");
            }
        }

        foreach (var comment in Comments(state).Where(c => c.Readers.Contains(a) && c.Readers.Contains(b)))
        {
            text.AppendLine($"comment {comment.Id} {comment.About} {comment.Subject} {comment.By} {comment.At} {comment.Text} {comment.Officer} read by {string.Join(',', comment.Readers)}");
        }

        return text.ToString();
    }

    private static IEnumerable<Comment> Comments(PostState state) =>
    [
        .. state.Declared.SelectMany(d => state.Comments(CommentAbout.Intent, d.Id)), .. state.Conflicts.SelectMany(c => state.Comments(CommentAbout.Conflict, c.Id)),
        .. state.Incidents.SelectMany(i => state.Comments(CommentAbout.Incident, i.Id)),
    ];
}
