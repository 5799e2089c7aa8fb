using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Incidents: opened by anyone, frozen by each post as it then was, asked about, answered or not, and on the record.
public sealed partial class PostState
{
    private const int MostInquiries = 100;

    private readonly SortedDictionary<EntityId, Incident> _incidents = [];
    private readonly SortedDictionary<EntityId, EntityId> _inquiries = [];

    public IEnumerable<Incident> Incidents => _incidents.Values;

    public Incident? Incident(EntityId id) => _incidents.GetValueOrDefault(id);

    private PostRefused? Judge(IncidentOpened opened, Instant at) =>
        _incidents.ContainsKey(opened.Incident) ? PostRefused.NotNow($"The incident {opened.Incident} is here already.")
        : string.IsNullOrWhiteSpace(opened.Title) || string.IsNullOrWhiteSpace(opened.Known) ? PostRefused.Unacceptable("An incident needs a title and what is known.")
        : opened.When > at.Plus(TimeSpan.FromMinutes(10)) ? PostRefused.Unacceptable($"The incident is said to happen at {opened.When}, in the future.")
        : opened.RadiusM is not (> 0 and <= 500_000) || opened.BeforeS is not (>= 0 and <= 604_800) || opened.AfterS is not (>= 0 and <= 604_800)
            ? PostRefused.Unacceptable("What is frozen is within 500 km and a week at most.")
        : null;

    private void Say(IncidentOpened opened, Placed letter)
    {
        ImmutableArray<PartyName> parties = [.. letter.To.Keys.Select(static n => new PartyName(n)).Append(letter.From).Distinct().Order()];
        _incidents[opened.Incident] = new Incident(opened, letter.From, parties, letter.At, Freeze(opened, parties, letter));
        if (letter.From != Me)
        {
            Raise($"incident:{opened.Incident}", "incident", 3, $"{letter.From} opens the incident “{opened.Title}” of {opened.When}; what was declared and said around it is frozen.", opened.Incident.ToString(), letter.At);
        }
    }

    private Frozen Freeze(IncidentOpened opened, ImmutableArray<PartyName> parties, Placed letter)
    {
        var (from, to) = (opened.When.Plus(-TimeSpan.FromSeconds(opened.BeforeS)), opened.When.Plus(TimeSpan.FromSeconds(opened.AfterS)));
        var around = (letter.Found.Around ?? []).Select(_declared.GetValueOrDefault).OfType<Declared>().ToImmutableArray();
        return new Frozen(
            letter.At,
            [.. _agreements.Values.Where(a => Members(a).Count(parties.Contains) > 1)],
            around,
            [.. around.SelectMany(d => ConflictsOf(d.Id)).DistinctBy(static c => c.Id).OrderBy(static c => c.Id)],
            [.. _messagesInOrder.Select(m => _messages[m.Id]).Where(m => m.At >= from && m.At <= to && parties.Contains(m.From) && m.To.Any(p => parties.Contains(p)))],
            [.. _alarms.Values.Where(a => a.Since >= from)]);
    }

    private PostRefused? JudgeIncident(PartyName from, EntityId id) =>
        _incidents.GetValueOrDefault(id) is not { } incident ? PostRefused.NotFound("incident", id)
        : !incident.Parties.Contains(from) ? PostRefused.NotYours($"{from} is not in the incident {id}.")
        : null;

    private PostRefused? Judge(PartyName from, IncidentClosed closed) =>
        JudgeIncident(from, closed.Incident)
        ?? (_incidents[closed.Incident] is var incident && incident.By != from ? PostRefused.NotYours($"{incident.By} opened the incident and closes it.")
            : incident.Closed is not null ? PostRefused.NotNow("The incident is closed already.")
            : null);

    private void Say(IncidentClosed closed, Placed letter)
    {
        _incidents[closed.Incident] = _incidents[closed.Incident] with { Closed = closed, ClosedAt = letter.At };
        Clear($"incident:{closed.Incident}");
    }

    private PostRefused? Judge(PartyName from, InquiryPut put, Instant at)
    {
        if (JudgeIncident(from, put.Incident) is { } refused)
        {
            return refused;
        }

        var incident = _incidents[put.Incident];
        return incident.Closed is not null ? PostRefused.NotNow("The incident is closed; nothing more is asked about it.")
            : put.Asked == from || !incident.Parties.Contains(put.Asked) ? PostRefused.Unacceptable($"{put.Asked} is not another party of the incident, so it can't be asked.")
            : put.Deadline <= at ? PostRefused.Unacceptable($"The deadline {put.Deadline} has passed; give time to answer.")
            : string.IsNullOrWhiteSpace(put.Question) ? PostRefused.Unacceptable("The inquiry asks nothing.")
            : _inquiries.ContainsKey(put.Inquiry) ? PostRefused.NotNow($"The inquiry {put.Inquiry} is here already.")
            : incident.Inquiries.Count(i => i.By == from && i.Answer is null) >= MostInquiries ? PostRefused.NotNow($"{MostInquiries} inquiries of this party are open; wait for answers.")
            : null;
    }

    private void Say(InquiryPut put, Placed letter)
    {
        var incident = _incidents[put.Incident];
        _incidents[incident.Id] = incident with { Inquiries = incident.Inquiries.Add(new Inquiry(put, letter.From, letter.At, null)) };
        _inquiries[put.Inquiry] = incident.Id;
        _dueLine.Add((put.Deadline.Plus(TimeSpan.FromTicks(1)), LineDue.Inquiry, put.Inquiry));
        if (put.Asked == Me)
        {
            Raise($"inquiry:{put.Inquiry}", "inquiry", 2, $"{letter.From} asks about “{incident.What.Title}”: “{put.Question}” Answer by {put.Deadline}.", incident.Id.ToString(), letter.At);
        }
    }

    private PostRefused? Judge(PartyName from, InquiryAnswered answered)
    {
        if (JudgeIncident(from, answered.Incident) is { } refused)
        {
            return refused;
        }

        return _incidents[answered.Incident].Inquiries.FirstOrDefault(i => i.What.Inquiry == answered.Inquiry) is not { } inquiry ? PostRefused.NotFound("inquiry", answered.Inquiry)
            : inquiry.What.Asked != from ? PostRefused.NotYours($"{inquiry.What.Asked} was asked, not {from}.")
            : inquiry.Answer is not null ? PostRefused.NotNow("The inquiry is answered already; an answer stands.")
            : null;
    }

    private void Say(InquiryAnswered answered, Placed letter)
    {
        var incident = _incidents[answered.Incident];
        var index = incident.Inquiries.ToList().FindIndex(i => i.What.Inquiry == answered.Inquiry);
        var inquiry = incident.Inquiries[index];
        _incidents[incident.Id] = incident with
        {
            Inquiries = incident.Inquiries.SetItem(index, inquiry with { Answer = new AnswerGiven(answered, letter.At, letter.At > inquiry.What.Deadline) }),
        };
        Clear($"inquiry:{answered.Inquiry}");
        Clear($"unanswered:{answered.Inquiry}");
    }

    private void StrikeInquiry(EntityId id, Instant now)
    {
        if (_inquiries.TryGetValue(id, out var incident) && _incidents[incident].Inquiries.First(i => i.What.Inquiry == id) is { Answer: null } inquiry)
        {
            Raise($"unanswered:{id}", "inquiry-unanswered", 2, $"{inquiry.What.Asked} has not answered {inquiry.By}'s inquiry “{inquiry.What.Question}” by {inquiry.What.Deadline}.", incident.ToString(), now);
        }
    }
}
