using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Parley.Client.Post;
using Parley.Console.Map;
using Parley.Console.Texts;

namespace Parley.Console.Intents;

public sealed partial class FilePage
{
    private const int MostVolumes = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly List<VolumeDraft> _volumes = [new(0)];
    private readonly Dictionary<int, VolumeForm> _forms = [];
    private readonly Dictionary<string, string> _faults = [];
    private MapView? _map;
    private int _next = 1;
    private string _kind = "intent";
    private int? _version; // that is being changed
    private string _activity = "";
    private string _place = "";
    private string _note = "";
    private bool _standing;
    private bool _asked;
    private string? _of;
    private bool _filing;
    private bool _missing;
    private bool _checking;
    private IntentView? _found;
    private CancellationTokenSource? _check;

    // Drawn once, so that filing again after a lost answer files the same.
    private string _id = Guid.NewGuid().ToString();

    /// <summary>The intent to change; null: a new one.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Change { get; set; }

    private Wording W => Me.Words;

    private VolumeForm Form
    {
        set
        {
            if (value?.Of is VolumeDraft draft)
            {
                _forms[draft.Number] = value;
            }
        }
    }

    protected override Task OnParametersSetAsync() => _of == (Change ?? "") ? Task.CompletedTask : BeginAsync();

    // The same page serves a new intent after a change, and the other way round.
    private async Task BeginAsync()
    {
        var first = _of is null;
        _of = Change ?? "";
        if (!first)
        {
            (_id, _kind, _activity, _place, _note, _standing, _asked, _missing) = (Guid.NewGuid().ToString(), "intent", "", "", "", false, false, false);
            await TakeAwayAsync();
            _volumes.Add(new VolumeDraft(_next++));
        }

        if (Change is { } id)
        {
            await TakeOverAsync(id);
        }

        if (!first)
        {
            await ChangedAsync();
        }
    }

    private async Task TakeAwayAsync()
    {
        foreach (var draft in _volumes.ToArray())
        {
            _forms.Remove(draft.Number);
            await (_map?.CallAsync("forget", draft.Number) ?? Task.CompletedTask);
        }

        _volumes.Clear();
    }

    private async Task TakeOverAsync(string id)
    {
        _id = id;
        if ((await Me.Api.IntentAsync(id)).Value is not { Mine: true } known)
        {
            _missing = true;
            return;
        }

        _version = known.Version;
        (_kind, _activity, _place, _note, _standing) = (known.Kind, known.Activity ?? "", known.Place?.Name ?? "", known.Note ?? "", known.Standing);
        await TakeAwayAsync();
        foreach (var volume in known.Volumes)
        {
            _volumes.Add(VolumeDraft.From(_next++, volume, Me.Zone));
        }
    }

    private async Task ReadyAsync()
    {
        foreach (var form in _volumes.Select(v => _forms.GetValueOrDefault(v.Number)).OfType<VolumeForm>().ToArray())
        {
            await form.FollowAsync(_map!);
        }

        await ChangedAsync();
        if (Change is not null)
        {
            await _map!.CallAsync("fitDraft");
        }
    }

    private Task SetAsync(Action change)
    {
        change();
        return ChangedAsync();
    }

    private Task AddAsync()
    {
        var last = _volumes[^1];
        var draft = new VolumeDraft(_next++) { Unit = last.Unit, Low = last.Low, High = last.High };
        if (last.End is { } end && last.Start is { } start)
        {
            // Most go on where the last one ended.
            draft.Take(end, end + (end - start), Me.Zone);
        }

        _volumes.Add(draft);
        return ChangedAsync();
    }

    private async Task RemoveAsync(VolumeDraft draft)
    {
        _volumes.Remove(draft);
        _forms.Remove(draft.Number);
        if (_map is not null)
        {
            await _map.CallAsync("forget", draft.Number);
            await _map.CallAsync("endDrawing");
        }

        await ChangedAsync();
    }

    // The browser brings back what was typed before the line was lost, for as many volumes as there were.
    private Task KeptAsync(ChangeEventArgs e)
    {
        while (int.TryParse(e.Value as string, out var count) && _volumes.Count < Math.Min(count, MostVolumes))
        {
            _volumes.Add(new VolumeDraft(_next++));
        }

        return ChangedAsync();
    }

    private Task DrawAsync(VolumeDraft draft, string kind) => _map?.CallAsync("draw", kind, draft.Number) ?? Task.CompletedTask;

    private Task BendAsync(VolumeDraft draft) => _map?.CallAsync("bend", Shape(draft), draft.Number) ?? Task.CompletedTask;

    private Task DrawnAsync((int Volume, DrawnOutline Outline) drawn)
    {
        if (_volumes.FirstOrDefault(v => v.Number == drawn.Volume) is not { } draft)
        {
            return Task.CompletedTask;
        }

        draft.Outline = drawn.Outline;
        draft.Faults.Remove("outline");
        if (drawn.Outline.Circle is not null)
        {
            draft.Radius = ConflictRadius(drawn.Outline.Radius);
        }

        return ChangedAsync();
    }

    private static string ConflictRadius(double metres) => Conflicts.ConflictWords.Number(metres, "0");

    private async Task PastedAsync((int Volume, PastedOutline Read) pasted)
    {
        if (_volumes.FirstOrDefault(v => v.Number == pasted.Volume) is not { } draft)
        {
            return;
        }

        draft.Faults.Remove("outline");
        draft.Outline = pasted.Read switch
        {
            { Circle: { } center } => new DrawnOutline { Circle = center },
            { Points: { Count: > 0 } points } => new DrawnOutline { Points = points },
            _ => null,
        };
        if (pasted.Read.Fault is { } fault)
        {
            draft.Faults["outline"] = new VolumeDraft.Fault(fault, pasted.Read.At);
        }

        await _map!.CallAsync("endDrawing");
        await ChangedAsync();
        await _map.CallAsync("fitDraft");
    }

    private static DrawnOutline? Shape(VolumeDraft draft) => draft.Outline is { Circle: { } center } ? new DrawnOutline { Circle = center, Radius = draft.RadiusM ?? 1 } : draft.Outline;

    /// <summary>Whatever was found before is of something else now, and is taken away at once; it is looked again when the hand rests.</summary>
    private async Task ChangedAsync()
    {
        Forget();
        _found = null;
        _faults.Clear();
        var request = Request(_asked);
        _checking = request is not null;
        await ShowAsync();
        if (request is not null)
        {
            _check = new CancellationTokenSource();
            _ = CheckAsync(request, _check.Token);
        }
    }

    private async Task CheckAsync(IntentRequest request, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Rest, cancel);
            var answer = await Me.Api.CheckIntentAsync(request, cancel);
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            (_found, _checking) = (answer.Value, false);
            if (answer.Problem is { } problem)
            {
                Blame(problem.Detail);
            }

            await ShowAsync();
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // Something newer is being looked at.
        }
    }

    private async Task ShowAsync()
    {
        if (_map is { Ready: true })
        {
            await _map.CallAsync("showDraft", new
            {
                volumes = _volumes.Select(Shape).Where(static o => o is not null).ToArray(),
                uncovered = (_found?.UncoveredParts ?? []).SelectMany(static p => p.Outlines).ToArray(),
                meets = (_found?.Meets ?? []).Select(static m => m.Intent).ToArray(),
                at = _volumes.Min(static v => v.Start)?.ToUnixTimeSeconds(),
            });
        }
    }

    // Null while something is missing or wrong; then that stands beside its field.
    private IntentRequest? Request(bool asked)
    {
        var volumes = _volumes.Select(v => v.Write(asked)).ToArray();
        return volumes.Any(static v => v is null) ? null : new IntentRequest
        {
            Id = _id,
            Kind = _kind,
            Volumes = volumes,
            Activity = Said(_activity),
            Note = Said(_note),
            Place = Said(_place),
            Standing = _standing,
        };
    }

    // What is emptied at a change must be told as empty, as what is left out stays.
    private string? Said(string text) => string.IsNullOrWhiteSpace(text) ? Change is null ? null : "" : text.Trim();

    private async Task FileAsync()
    {
        _asked = true;
        _faults.Clear();
        if (Request(asked: true) is not { } request)
        {
            return;
        }

        Forget();
        _filing = true;
        var answer = Change is { } id
            ? await Me.Api.ChangeIntentAsync(id, request with { Id = null, Kind = null, Version = _version })
            : await Me.Api.FileIntentAsync(request);
        _filing = false;
        // Filed before, and the answer was lost with the post's stop: it is the same intent, not another one.
        if (Change is null && answer.Status == System.Net.HttpStatusCode.Conflict && (await Me.Api.IntentAsync(request.Id!)).Value is { Mine: true } filed)
        {
            Me.Tell(W["file.done"]);
            Navigation.NavigateTo($"/intents/{filed.Id}");
            return;
        }

        if (answer.Problem is { } problem)
        {
            Blame(problem.Detail);
            return;
        }

        Me.Tell(W[answer.Waits ? "file.waits" : "file.done"]);
        Navigation.NavigateTo($"/intents/{answer.Value!.Id}");
    }

    // The post says what is wrong with its path before it: volumes[0].time_end: …
    private void Blame(string said)
    {
        // From right to left it stands apart from the sentence.
        var detail = said is ['\u2068', ..] && said.IndexOf('\u2069', StringComparison.Ordinal) is > 0 and var end ? said[1..end] + said[(end + 1)..] : said;
        if (InVolume().Match(detail) is { Success: true } at && int.Parse(at.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture) is var n && n < _volumes.Count)
        {
            var path = at.Groups["path"].Value;
            var field = path.Contains("time_end", StringComparison.Ordinal) ? "end" : path.Contains("time_start", StringComparison.Ordinal) ? "start"
                : path.Contains("radius", StringComparison.Ordinal) ? "radius" : path.Contains("outline", StringComparison.Ordinal) ? "outline" : "high";
            _volumes[n].Faults[field] = new VolumeDraft.Fault("file.says", at.Groups["says"].Value);
        }
        else if (InField().Match(detail) is { Success: true } field)
        {
            _faults[field.Groups["field"].Value] = field.Groups["says"].Value;
        }
        else
        {
            _faults[""] = detail;
        }
    }

    [GeneratedRegex(@"^volumes\[(?<n>\d{1,4})\]\.?(?<path>[^:]*): (?<says>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InVolume();

    [GeneratedRegex("^(?<field>activity|note|place): (?<says>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InField();

    private void Forget()
    {
        _check?.Cancel();
        _check?.Dispose();
        _check = null;
    }

    public void Dispose() => Forget();
}
