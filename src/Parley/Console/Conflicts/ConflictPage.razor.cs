using Microsoft.AspNetCore.Components;
using Parley.Client.Post;
using Parley.Console.Map;
using Parley.Console.Texts;

namespace Parley.Console.Conflicts;

public sealed partial class ConflictPage
{
    private ConflictView? _conflict;
    private IReadOnlyList<IntentView> _sides = [];
    private IReadOnlyList<ConsentView> _consents = [];
    private MapView? _map;
    private ProposeForm? _form;
    private string? _of;
    private string? _shown;
    private string? _countering;
    private string? _drawnOf;
    private bool _looked;
    private int _looking;
    private IDisposable? _following;

    [Parameter]
    public string Id { get; set; } = "";

    private Wording W => Me.Words;

    // One's own side stands first; at a mediator's the order is theirs.
    private int Mine => _conflict!.Parties[1] == Me.Party ? 1 : 0;

    private IReadOnlyList<ProposalView> Open => [.. _conflict!.Proposals.Where(static p => p.State == "open")];

    private ProposalView? Settled => _conflict!.State == "agreed" ? _conflict.Proposals.LastOrDefault(static p => p.State == "accepted") : null;

    private string? FirstToAnswer => Open.FirstOrDefault(p => p.By != Me.Party && !p.Answers.ContainsKey(Me.Party))?.Id;

    protected override void OnInitialized() => _following = Feed.Follow(() => InvokeAsync(async () =>
    {
        await LookAsync();
        StateHasChanged();
    }));

    protected override Task OnParametersSetAsync()
    {
        if (_of == Id)
        {
            return Task.CompletedTask;
        }

        (_of, _conflict, _shown, _countering, _drawnOf) = (Id, null, null, null, null);
        return LookAsync();
    }

    private async Task LookAsync()
    {
        var looking = ++_looking;
        var answer = await Me.Api.ConflictAsync(Id);
        var sides = new List<IntentView>();
        foreach (var id in answer.Value?.Intents ?? [])
        {
            if ((await Me.Api.IntentAsync(id)).Value is { } intent)
            {
                sides.Add(intent);
            }
        }

        var consents = (await Me.Api.ConsentsAsync()).Value ?? [];
        if (looking != _looking)
        {
            return;
        }

        _looked = true;
        _conflict = answer.Value ?? (answer.Status == System.Net.HttpStatusCode.NotFound ? null : _conflict);
        _sides = sides;
        _consents = [.. consents.Where(c => c.About == Id)];
        if (_countering is not null && Open.All(p => p.Id != _countering))
        {
            _countering = null;
        }

        if (_shown is not null && (_conflict?.State != "open" || (!_shown.StartsWith('s') && Open.All(p => p.Id != _shown))))
        {
            await PreviewedAsync(null);
        }

        await PickAsync();
    }

    private Task ReadyAsync() => PickAsync();

    private async Task PickAsync()
    {
        if (_map is not { Ready: true } || _conflict is not { } conflict || _drawnOf == Id)
        {
            return;
        }

        _drawnOf = Id;
        await _map.CallAsync("pick", conflict.Intents, new[] { conflict.Encounter.Center.Lng, conflict.Encounter.Center.Lat });
        if (DateTimeOffset.TryParse(conflict.Encounter.Start, System.Globalization.CultureInfo.InvariantCulture, out var start) && start > Me.Now.ToDateTimeOffset())
        {
            await _map.CallAsync("slideTo", start.ToUnixTimeSeconds() + 1);
        }

        // What the other side asks for is what one came to see.
        if (Open.FirstOrDefault(p => p.Id == FirstToAnswer && p.Change is not null) is { } asked)
        {
            await ShowProposalAsync(asked);
        }
    }

    private async Task ShowSuggestionAsync(SuggestionView suggestion, int number)
    {
        _shown = $"s{number}";
        if (_form is not null)
        {
            var shown = _shown;
            await _form.BeginAsync(suggestion.Kind, suggestion.Change);
            _shown = shown;
        }

        await DrawAsync(suggestion.Kind, suggestion.Change);
    }

    private async Task ShowProposalAsync(ProposalView proposal)
    {
        _shown = proposal.Id;
        await DrawAsync(proposal.Kind, proposal.Change!);
    }

    private async Task DrawAsync(string kind, ChangeView change)
    {
        var shown = _shown;
        if ((await Me.Api.PreviewAsync(Id, kind, change)).Value is { } preview && shown == _shown && _map is not null)
        {
            await _map.CallAsync("showChange", preview.Features);
        }
    }

    private async Task PreviewedAsync(PreviewView? preview)
    {
        if (preview is null)
        {
            _shown = null;
        }

        if (_map is not null)
        {
            await _map.CallAsync("showChange", preview?.Features);
        }
    }

    private Task DoneAsync()
    {
        _countering = null;
        return LookAsync();
    }

    private IntentView? Of(int side) => _sides.FirstOrDefault(i => i.Id == _conflict!.Intents[side]);

    private string Owner(string? intent) => intent == _conflict!.Intents[0] ? _conflict.Parties[0] : _conflict.Parties[1];

    private string Side(int side) => _conflict!.Parties[side] == Me.Party ? "owner mine" : "owner theirs";

    public void Dispose() => _following?.Dispose();
}
