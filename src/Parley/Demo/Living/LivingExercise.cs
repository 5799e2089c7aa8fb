using Parley.Demo.Exercise;

namespace Parley.Demo.Living;

/// <summary>
/// What goes on after the exercise was played, for people to click through: traffic that begins, flies and ends, talk on the line, and one conflict
/// that stays open until somebody settles it; then there is another. It acts as a party's own systems do, by the post's key.
/// </summary>
internal sealed class LivingExercise(DemoWorld world, IReport report, CancellationToken cancel)
{
    private readonly Stage _stage = new(world, report, cancel);

    /// <summary>Agrees, goes on watch and takes what the played scenarios left to be taken; then <see cref="RunAsync"/> can begin.</summary>
    public async Task PrepareAsync()
    {
        foreach (var post in world.Posts)
        {
            await Stage.NobodyOnWatchAsync(post);
            await Stage.OnWatchAsync(post, Officers.OnWatch(post.Party));

            // Whoever enters next is to meet what goes on now, not a STOP of a scenario that is over.
            foreach (var message in (await post.Client.MessagesAsync(unacknowledged: true, limit: 50, cancel: cancel)).Value ?? [])
            {
                if (!message.Mine)
                {
                    await post.Client.AcknowledgeMessageAsync(message.Id, Officers.OnWatch(post.Party), cancel);
                }
            }
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
