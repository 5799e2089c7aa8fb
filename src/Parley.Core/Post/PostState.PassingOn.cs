using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Passing on: who of this party must know of a foreign notice, and how far it got. The names stay here; the other side sees counts.
public sealed partial class PostState
{
    private PostRefused? Judge(PutRecipients put) =>
        _declared.GetValueOrDefault(put.Intent) is not { } declared ? PostRefused.NotFound("intent", put.Intent)
        : declared.Owner == Me ? PostRefused.NotYours("This is an intent of your own; recipients are kept under the other side's notices.")
        : null;

    private PostOutcome Apply(PutRecipients put)
    {
        if (Judge(put) is { } refused)
        {
            return refused;
        }

        var declared = _declared[put.Intent];
        _declared[declared.Id] = declared with
        {
            Recipients = [.. put.Recipients.Select(r => declared.Recipients.FirstOrDefault(o => o.Name == r.Name) is { } known ? known with { Way = r.Way } : new Recipient(r.Name, r.Way))],
        };
        Recheck(declared.Id, put.Now);
        return Tell(put.Tell);
    }

    private PostRefused? Judge(MarkRecipient mark) =>
        _declared.GetValueOrDefault(mark.Intent) is not { } declared ? PostRefused.NotFound("intent", mark.Intent)
        : declared.Recipients.All(r => r.Name != mark.Name) ? PostRefused.NotFound("recipient", mark.Name)
        : null;

    private PostOutcome Apply(MarkRecipient mark)
    {
        if (Judge(mark) is { } refused)
        {
            return refused;
        }

        var declared = _declared[mark.Intent];
        var index = declared.Recipients.ToList().FindIndex(r => r.Name == mark.Name);
        var recipient = declared.Recipients[index];
        recipient = recipient with { ToldAt = recipient.ToldAt ?? mark.Now, ToldBy = recipient.ToldBy ?? mark.Officer };
        recipient = mark.Confirmed && recipient.ConfirmedAt is null ? recipient with { ConfirmedAt = mark.Now, ConfirmedBy = mark.Officer } : recipient;
        _declared[declared.Id] = declared with { Recipients = declared.Recipients.SetItem(index, recipient) };
        Recheck(declared.Id, mark.Now);
        return Tell(mark.Tell);
    }

    private PostOutcome Tell(Draft? draft) => draft is null ? PostOutcome.Fine : new LettersWritten(Write([draft]));

    private void Recheck(EntityId id, Instant now)
    {
        var declared = _declared[id];
        if (declared.Recipients.All(static r => r.ConfirmedAt is not null))
        {
            Clear($"passed-on:{id}");
        }

        Schedule(declared);
        StrikePassingOn(declared, now);
    }

    private PostRefused? Judge(PartyName from, NoticePassedOn passed)
    {
        if (_declared.GetValueOrDefault(passed.Intent) is not { } declared)
        {
            return PostRefused.NotFound("intent", passed.Intent);
        }

        return !declared.Notices.ContainsKey(from) || declared.Owner == from ? PostRefused.NotYours($"{from} was never told of {passed.Intent}.")
            : passed.MustKnow is < 0 or > 100_000 || passed.Told < 0 || passed.Told > passed.MustKnow || passed.Confirmed < 0 || passed.Confirmed > passed.Told
                ? PostRefused.Unacceptable("The counts don't fit each other.")
            : null;
    }

    private void Say(NoticePassedOn passed, Placed letter)
    {
        var declared = _declared[passed.Intent];
        var to = declared.Notices[letter.From];
        _declared[passed.Intent] = declared with
        {
            Notices = declared.Notices.SetItem(letter.From, to with { MustKnow = passed.MustKnow, Told = passed.Told, Confirmed = passed.Confirmed }),
        };
    }
}
