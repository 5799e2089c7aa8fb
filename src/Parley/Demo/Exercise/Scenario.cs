namespace Parley.Demo.Exercise;

/// <summary>One failure that must not happen again, played: what is done, and what must come of it.</summary>
/// <param name="Name">As the command line and the tests call it.</param>
/// <param name="Title">What once went wrong.</param>
internal sealed record Scenario(string Name, string Title, Func<Stage, Task> PlayAsync)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("late-warning", "The late warning: a notice came about a minute before", Notices.LateWarningAsync),
        new("silent-line", "The silent line: it existed, and nobody answered", Line.SilentLineAsync),
        new("suspended-agreement", "The suspended agreement: and with it, the safety", Agreements.SuspendedAgreementAsync),
        new("area-that-grew", "The area that grew: beyond every agreement", Agreements.AreaThatGrewAsync),
        new("neither-confirmed-nor-denied", "Neither confirmed nor denied: nobody ever had to answer", Incidents.NeitherConfirmedNorDeniedAsync),
        new("mediator", "The mediator: two who would not settle it alone", Conflicts.MediatorAsync),
        new("absent-contact", "The one contact who was away: 27 minutes of waiting", Line.AbsentContactAsync),
        new("wrong-place", "The wrong place: kilometres off, or “the north”", Notices.WrongPlaceAsync),
        new("not-passed-on", "Told, but not passed on: it never reached the checkpoint", Notices.NotPassedOnAsync),
        new("turned-back", "Turned back: stopped on the way, and met on the way home", Notices.TurnedBackAsync),
        new("both-moved", "Both moved: into each other", Conflicts.BothMovedAsync),
    ];
}
