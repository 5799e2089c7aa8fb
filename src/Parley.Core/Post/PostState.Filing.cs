namespace Parley.Core.Post;

// Own intents on their way to the exchange, and what civil systems declared there.
public sealed partial class PostState
{
    private PostRefused? Judge(BeginFiling begin)
    {
        var known = _declared.GetValueOrDefault(begin.Intent);
        return begin.Step == FilingStep.File ? known is null ? null : PostRefused.NotNow($"The id {begin.Intent} is taken; file under another.")
            : known is null ? PostRefused.NotFound("intent", begin.Intent)
            : known.Owner != Me ? PostRefused.NotYours($"The intent {begin.Intent} is {known.Owner}'s; only its owner changes it. Propose a change under the conflict instead.")
            : known.Over || known.Ending ? PostRefused.NotNow($"The intent {begin.Intent} has ended; file a new one.")
            : known.Filing is not null ? PostRefused.NotNow($"The intent {begin.Intent} is being changed right now; try again in a moment.")
            : null;
    }

    private PostOutcome Apply(BeginFiling begin)
    {
        if (Judge(begin) is { } refused)
        {
            return refused;
        }

        var known = _declared.GetValueOrDefault(begin.Intent)
            ?? new Declared(begin.Intent, Me, begin.Plan.Kind, false, 0, begin.Plan.State, begin.Plan.Volumes, begin.Plan.Facts, begin.Plan.Agreements, begin.Plan.Standing);
        _declared[begin.Intent] = known with { Filing = new Filing(begin.Step, begin.Plan, begin.OvnSuffix, begin.Now) };
        return PostOutcome.Fine;
    }

    private PostOutcome Apply(EndFiling end)
    {
        if (_declared.GetValueOrDefault(end.Intent) is not { Filing: { } filing } declared)
        {
            return PostRefused.NotFound("filing", end.Intent);
        }

        var plan = filing.Plan;
        if (filing.Step == FilingStep.Withdraw)
        {
            declared = declared with { Filing = null, Ending = true, Outcome = plan.Outcome, OverWhy = plan.Reason };
            _declared[end.Intent] = declared;
            if (end.Letters.IsEmpty)
            {
                Finish(declared with { Over = true }, end.Now);
            }
        }
        else
        {
            _declared[end.Intent] = declared = declared with
            {
                Filing = null,
                Version = declared.Version + 1,
                State = plan.State,
                Volumes = plan.Volumes,
                Facts = plan.Facts,
                Agreements = plan.Agreements,
                Standing = plan.Standing,
                Note = plan.Note,
                Activity = plan.Activity,
                Place = plan.Place,
                UnderWay = plan.UnderWay,
                Uncovered = plan.Uncovered,
                Ovn = end.Ovn,
                Reference = end.Reference,
            };
            _moved.Add(end.Intent);
            MarkPlace(declared, end.Now);
            Weigh(declared, declared.Version, end.Civil, end.Now);
            Schedule(declared);
        }

        var numbers = Write(end.Letters);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (end.Letters[i].Body is Notice notice)
            {
                _sentNotices[numbers[i]] = (notice.Intent, notice.Version);
            }
        }

        return new LettersWritten(numbers);
    }

    private PostOutcome Apply(FailFiling fail)
    {
        if (_declared.GetValueOrDefault(fail.Intent) is { Filing: { } filing } declared)
        {
            if (filing.Step == FilingStep.File)
            {
                _declared.Remove(fail.Intent);
                _moved.Add(fail.Intent);
            }
            else
            {
                _declared[fail.Intent] = declared with { Filing = null };
            }
        }

        return PostOutcome.Fine;
    }

    private PostOutcome Apply(TakeCivil take)
    {
        if (_declared.GetValueOrDefault(take.Id) is { Civil: false } known)
        {
            return PostRefused.NotYours($"The id {take.Id} belongs to {known.Owner}.");
        }

        var declared = new Declared(
            take.Id, take.Manager, take.Constraint ? DeclaredKind.Site : DeclaredKind.Intent, true, take.Version, take.State, take.Volumes, take.Facts, [], false)
        { Ovn = take.Ovn };
        _declared[take.Id] = declared;
        _moved.Add(take.Id);
        Weigh(declared, take.Version, take.Pairs, take.Now);
        Schedule(declared);
        return PostOutcome.Fine;
    }

    private PostOutcome Apply(DropCivil drop)
    {
        if (_declared.GetValueOrDefault(drop.Id) is { Civil: true, Over: false } declared)
        {
            Finish(declared with { Over = true }, drop.Now);
        }

        return PostOutcome.Fine;
    }
}
