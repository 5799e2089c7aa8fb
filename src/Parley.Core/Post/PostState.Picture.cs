using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// The whole state as a picture and back. A field that is added to the state is added here, and the version of PostSnapshot rises.
public sealed partial class PostState
{
    /// <summary>Goes on from a picture: what is applied from here on comes out as it would have where the picture was taken.</summary>
    public PostState(PostPicture picture)
        : this((picture.Head ?? throw new ArgumentException("The picture has no head.", nameof(picture))).Me)
    {
        var head = picture.Head;
        (LastSeq, LastNumber, RefusedCount, ReportCount) = (head.LastSeq, head.LastNumber, head.RefusedCount, head.ReportCount);
        (_compared, _linkUp, NextKeys) = (head.Compared, head.LinkUp, head.NextKeys);
        picture.Parties.ForEach(p => _parties.Add(p.Name, p));
        picture.Rows.ForEach(r => _rows.Add(r.Party, r.It));
        picture.Outbox.ForEach(l => _outbox.Add(l.Number, l));
        picture.Agreements.ForEach(a => _agreements.Add(a.Id, a));
        picture.Declared.ForEach(d => _declared[d.Id] = d);
        picture.Noticed.ForEach(n => _noticed.Add((n.Intent, n.Footprint), n.Volumes ?? _declared[n.Intent].Volumes));
        picture.ToldTo.ForEach(n => _toldTo.Add((n.Intent, n.To), n.Volumes ?? _declared[n.Intent].Volumes));
        picture.SentNotices.ForEach(n => _sentNotices.Add(n.Number, (n.Intent, n.Version)));
        picture.Alarms.ForEach(a => _alarms.Add(a.Id, a));
        RestoreConflicts(picture);
        RestoreLine(picture);
        RestoreDue(picture.Due);
        RestoreIncidents(picture.Incidents);
        picture.Comments.ForEach(Put);
        _restoring.UnionWith(picture.Restoring);
        picture.Told.ForEach(t => _told.Add(t.Place, t));
        picture.Held.ForEach(h => _held.Add((h.Letter.From, h.Letter.To.GetValueOrDefault(Me.Value)), h));
        picture.Placed.ForEach(p => _placed.Add(p.Party, p.It));
        picture.Questions.ForEach(q => _questions.Add(q.Party, q.It));
        RestorePlaces(picture.OwnPlaces);
    }

    private void RestorePlaces(List<long> places) => places.ForEach(place => _ownPlaces.Add(place));

    private void RestoreConflicts(PostPicture picture)
    {
        foreach (var conflict in picture.Conflicts)
        {
            _conflicts[conflict.Id] = conflict;
            Link(conflict.A, conflict.Id);
            Link(conflict.B, conflict.Id);
        }

        _carrying.UnionWith(picture.Carrying);
    }

    private void RestoreIncidents(List<Incident> incidents)
    {
        foreach (var incident in incidents)
        {
            _incidents.Add(incident.Id, incident);
            foreach (var inquiry in incident.Inquiries)
            {
                _inquiries.Add(inquiry.What.Inquiry, incident.Id);
            }
        }
    }

    private void RestoreLine(PostPicture picture)
    {
        foreach (var message in picture.Messages)
        {
            _messages[message.Id] = message;
            _messagesInOrder.Add((message.Place, message.Id));
        }

        _unnumbered.AddRange(picture.Unnumbered);
        picture.Untaken.ForEach(u => _untaken.Add(u.Party, [.. u.It]));
        picture.Muted.ForEach(m => _muted.Add(m.Party, m.It));
        _toMediator.UnionWith(picture.ToMediator);
        picture.Watch.ForEach(w => _watch.Add(w.Officer, w));
        picture.ToldWatch.ForEach(t => _toldWatch.Add(t.Party, t.It));
        _watchChanges.AddRange(picture.WatchChanges);
        picture.Tests.ForEach(t => _tests.Add(t.Party, t.It));
        _misses.AddRange(picture.Misses);
    }

    private void RestoreDue(List<DuePart> due)
    {
        foreach (var (at, what, id) in due)
        {
            if (what < 2)
            {
                _due.Add((at, what == 1, id));
            }
            else
            {
                _dueLine.Add((at, (LineDue)(what - 2), id));
            }
        }
    }

    /// <summary>Copies the references of all that is in the state: milliseconds for a year's history. The owner's lock is held meanwhile, and not for longer.</summary>
    public PostPicture Picture()
    {
        var picture = new PostPicture { Head = new PictureHead(PostSnapshot.Version, Me, LastSeq, LastNumber, RefusedCount, ReportCount, _compared, _linkUp, NextKeys) };
        picture.Parties.AddRange(_parties.Values);
        picture.Rows.AddRange(_rows.Select(static r => new OfParty<Row>(r.Key, r.Value)));
        picture.Outbox.AddRange(_outbox.Values);
        picture.Unnumbered.AddRange(_unnumbered);
        picture.Agreements.AddRange(_agreements.Values);
        _declared.CopyTo(picture.Declared);
        picture.Noticed.AddRange(_noticed.Select(static n => new NoticedPart(n.Key.Intent, n.Key.Footprint, n.Value)));
        picture.ToldTo.AddRange(_toldTo.Select(static n => new ToldToPart(n.Key.Intent, n.Key.To, n.Value)));
        picture.SentNotices.AddRange(_sentNotices.Select(static n => new SentNoticePart(n.Key, n.Value.Intent, n.Value.Version)));
        picture.Conflicts.AddRange(_conflicts.Values);
        picture.Carrying.AddRange(_carrying);
        picture.Alarms.AddRange(_alarms.Values);
        picture.Due.AddRange(_due.Select(static d => new DuePart(d.At, d.Case ? 1 : 0, d.Id)));
        picture.Due.AddRange(_dueLine.Select(static d => new DuePart(d.At, 2 + (int)d.What, d.Id)));
        picture.Incidents.AddRange(_incidents.Values);
        _comments.CopyTo(picture.Comments);
        picture.Restoring.AddRange(_restoring);
        picture.Told.AddRange(_told.Values);
        picture.Held.AddRange(_held.Values);
        picture.Placed.AddRange(_placed.Select(static p => new OfParty<long>(p.Key, p.Value)));
        picture.Questions.AddRange(_questions.Select(static q => new OfParty<long>(q.Key, q.Value)));
        PicturePlaces(picture);
        PictureLine(picture);
        return picture;
    }

    // In whatever order: whoever writes the picture sorts them.
    private void PicturePlaces(PostPicture picture) => picture.OwnPlaces.AddRange(_ownPlaces);

    private void PictureLine(PostPicture picture)
    {
        _messages.CopyTo(picture.Messages);
        picture.Untaken.AddRange(_untaken.Select(static u => new OfParty<ImmutableArray<EntityId>>(u.Key, [.. u.Value])));
        picture.Muted.AddRange(_muted.Select(static m => new OfParty<Muted>(m.Key, m.Value)));
        picture.ToMediator.AddRange(_toMediator);
        picture.Watch.AddRange(_watch.Values);
        picture.ToldWatch.AddRange(_toldWatch.Select(static t => new OfParty<ImmutableArray<string>>(t.Key, t.Value)));
        picture.WatchChanges.AddRange(_watchChanges);
        picture.Tests.AddRange(_tests.Select(static t => new OfParty<LinkTest>(t.Key, t.Value)));
        picture.Misses.AddRange(_misses);
    }
}
