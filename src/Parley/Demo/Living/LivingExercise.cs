using Parley.Client.Post;
using Parley.Demo.Exercise;

namespace Parley.Demo.Living;

/// <summary>
/// What goes on after the exercise was played, for people to click through: traffic that begins, flies and ends, talk on the line, and one conflict
/// that stays open until somebody settles it; then there is another. It acts as a party's own systems do, by the post's key.
/// </summary>
internal sealed class LivingExercise(DemoWorld world, IReport report, CancellationToken cancel)
{
    private readonly Stage _stage = new(world, report, cancel);

    /// <summary>Ends and takes what the played scenarios left open, goes on watch and agrees; then <see cref="RunAsync"/> can begin.</summary>
    public async Task PrepareAsync()
    {
        foreach (var post in world.Posts)
        {
            await Stage.NobodyOnWatchAsync(post);
            await Stage.OnWatchAsync(post, Officers.OnWatch(post.Party));
            await EndAsync(post);
        }

        foreach (var post in world.Posts)
        {
            await TakeAsync(post);
        }

        DemoPost[] parties = [_stage.Aldermoor, _stage.Quill, _stage.Lantern];
        await _stage.AgreeAsync(
            "Skerry Sound", parties, _stage.Tern,
            ("area", Waters.Area), ("minimum_notice_s", 120), ("link_check_every_s", 300), ("coordinate_by_s", 900),
            ("give_way", new { by = "declared", order = Array.Empty<string>() }),
            ("contacts", parties.ToDictionary(static p => p.Party, static p => new[] { new { name = Officers.OnWatch(p.Party) } })));
    }

    public Task RunAsync() => Task.WhenAll(
        KeepAsync(new Traffic(_stage.Aldermoor, new Random(1)).StepAsync, TimeSpan.FromSeconds(3)),
        KeepAsync(new Traffic(_stage.Quill, new Random(2)).StepAsync, TimeSpan.FromSeconds(3)),
        KeepAsync(new Traffic(_stage.Lantern, new Random(3)).StepAsync, TimeSpan.FromSeconds(3)),
        KeepAsync(new OpenConflict(_stage.Aldermoor, _stage.Quill).StepAsync, TimeSpan.FromSeconds(3)),
        KeepAsync(new Talk([_stage.Aldermoor, _stage.Quill, _stage.Lantern, _stage.Tern]).StepAsync, TimeSpan.FromSeconds(5)));

    // Whoever enters next is to meet what goes on now: no conflict of a scenario that is over, and no STOP.
    private async Task EndAsync(DemoPost post)
    {
        foreach (var intent in (await post.Client.IntentsAsync(from: Core.Instant.From(DateTimeOffset.UtcNow).ToString(), mine: true, cancel: cancel)).Value ?? [])
        {
            if (intent.Alive)
            {
                await post.Client.EndIntentAsync(intent.Id, new OutcomeRequest { Outcome = "cancelled", Reason = "The scenario is over." }, cancel);
            }
        }
    }

    private async Task TakeAsync(DemoPost post)
    {
        foreach (var message in (await post.Client.MessagesAsync(unacknowledged: true, limit: 50, cancel: cancel)).Value ?? [])
        {
            if (!message.Mine)
            {
                await post.Client.AcknowledgeMessageAsync(message.Id, Officers.OnWatch(post.Party), cancel);
            }
        }

        foreach (var alarm in (await post.Client.StatusAsync(cancel)).Value?.Alarms ?? [])
        {
            await post.Client.TakeAlarmAsync(alarm.Id, Officers.OnWatch(post.Party), cancel);
        }
    }

    // Whoever clicks through may do what an actor does not expect, stop a post, or suspend the agreement: the actor tries again at its next turn.
    private async Task KeepAsync(Func<CancellationToken, Task> step, TimeSpan every)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await step(cancel);
                await Task.Delay(every, cancel);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(every, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C.
            }
        }
    }
}
