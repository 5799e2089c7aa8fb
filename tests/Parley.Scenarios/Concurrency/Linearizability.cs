namespace Parley.Scenarios.Concurrency;

public enum Verb
{
    Create,
    Change,
    Delete,
    Get,
}

/// <summary>One call as its caller saw it: when it was sent, when it was answered, and what was said.</summary>
/// <param name="Expected">The OVN that was sent along; null for a creation or a read.</param>
/// <param name="Ovn">The OVN in an answer that carries one.</param>
/// <param name="Version">The version in such an answer.</param>
public sealed record Operation(long Sent, long Answered, Verb Verb, string? Expected, int Status, string? Ovn, int Version);

/// <summary>
/// Is there an order of these calls, each at one moment between its sending and its answer, in which a plain register would have given the
/// same answers? Wing and Gong's search (1993), with the states tried remembered (Lowe, 2017). For one intent, at most 64 calls.
/// </summary>
public static class Linearizability
{
    /// <summary>The intent as the model has it: version 0 is "not there".</summary>
    private readonly record struct Model(int Version, string? Ovn);

    public static bool Holds(IReadOnlyList<Operation> history)
    {
        Assert.InRange(history.Count, 1, 64);
        return Search(history, 0, default, []);
    }

    private static bool Search(IReadOnlyList<Operation> history, ulong done, Model model, HashSet<(ulong, Model)> tried)
    {
        if (ulong.PopCount(done) == (ulong)history.Count)
        {
            return true;
        }

        if (!tried.Add((done, model)))
        {
            return false;
        }

        // Next can be only what was sent before the first of the others was answered.
        var firstAnswer = Remaining(history, done).Min(i => history[i].Answered);
        foreach (var i in Remaining(history, done))
        {
            if (history[i].Sent <= firstAnswer && Step(model, history[i]) is { } next && Search(history, done | (1UL << i), next, tried))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<int> Remaining(IReadOnlyList<Operation> history, ulong done) =>
        Enumerable.Range(0, history.Count).Where(i => (done & (1UL << i)) == 0);

    /// <summary>The model after the call, or null where it would have answered otherwise.</summary>
    private static Model? Step(Model model, Operation call)
    {
        var there = model.Version > 0;
        var current = there && call.Expected == model.Ovn;
        var status = call.Verb switch
        {
            Verb.Create => there ? 409 : 201,
            Verb.Change => !there ? 400 : current ? 200 : 409,
            Verb.Delete => !there ? 404 : current ? 200 : 409,
            _ => there ? 200 : 404,
        };
        if (status != call.Status)
        {
            return null;
        }

        return (call.Verb, status) switch
        {
            (Verb.Create, 201) or (Verb.Change, 200) => call.Version == model.Version + 1 && call.Ovn != model.Ovn ? new Model(call.Version, call.Ovn) : null,
            (Verb.Delete, 200) => call.Version == model.Version && call.Ovn == model.Ovn ? default(Model) : null,
            (Verb.Get, 200) => call.Version == model.Version && call.Ovn == model.Ovn ? model : null,
            _ => model,
        };
    }
}
