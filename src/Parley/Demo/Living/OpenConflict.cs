using Parley.Client.Post;

namespace Parley.Demo.Living;

/// <summary>Sees to it that one conflict between two parties is open, with a proposal that waits for the first one's answer.</summary>
internal sealed class OpenConflict(DemoPost first, DemoPost second)
{
    private string? _open;
    private int _number;

    public async Task StepAsync(CancellationToken cancel)
    {
        if (_open is not null && (await first.Client.ConflictAsync(_open, cancel)).Value is { State: "open" })
        {
            return;
        }

        _open = null;
        _number++;
        var (start, lasts) = (DateTimeOffset.UtcNow.AddMinutes(40), TimeSpan.FromMinutes(12));
        var (west, east, middle) = (Waters.At(0.2, 0.45), Waters.At(0.8, 0.55), Waters.At(0.5, 0.5));
        var mine = await first.Client.FileIntentAsync(
            new IntentRequest { Id = Guid.NewGuid().ToString(), Activity = $"supply run {_number}", Volumes = [Waters.Corridor(west, east, 0.03, 4200, 4500, start, lasts)] }, cancel);
        if (mine.Value is null)
        {
            return;
        }

        // The second side files only once it was told, as the conflict is found by whoever files later.
        for (var i = 0; i < 100 && (await second.Client.IntentAsync(mine.Value.Id, cancel)).Value is null; i++)
        {
            await Task.Delay(100, cancel);
        }

        var theirs = await second.Client.FileIntentAsync(
            new IntentRequest { Id = Guid.NewGuid().ToString(), Activity = $"survey {_number}", Volumes = [Waters.Circle(middle, 9000, 4300, 4700, start.AddMinutes(4), lasts)] }, cancel);
        if (theirs.Value?.Conflicts is not [var conflict, ..])
        {
            return;
        }

        _open = conflict;
        await second.Client.ProposeAsync(
            conflict,
            new ProposalRequest { Kind = "shift-time", Change = new ChangeView { Intent = theirs.Value.Id, ShiftS = 1200 }, Officer = Officers.OnWatch(second.Party), Reason = "We can come twenty minutes later." }, cancel);
    }
}
