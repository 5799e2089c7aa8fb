using Microsoft.AspNetCore.Components;
using Parley.Client.Post;
using Parley.Console.Texts;

namespace Parley.Console.Line;

public sealed partial class Compose
{
    // What the next click on the map is for, beside the names of slots, which have no hyphen.
    private const string Point = "a-point";
    private const string Track = "a-track";
    private const string Intent = "an-intent";
    private const string PositionSlot = "position";

    private const int MostTrack = 200;
    private const int MostAttachments = 10;

    private static readonly string[] Precedences = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"];
    private static int _forms;

    private readonly int _form = Interlocked.Increment(ref _forms);
    private readonly SortedSet<string> _to = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _slots = new(StringComparer.Ordinal);
    private readonly List<AttachmentRequest> _attachments = [];
    private IReadOnlyList<PhraseView>? _phrases;
    private IReadOnlyList<IntentView> _intents = [];
    private PhraseView? _phrase;
    private PhraseReadingView? _readings;
    private AttachmentRequest? _track;
    private string _id = NewId();
    private string _precedence = "ROUTINE";
    private string _theirs = "en";
    private string? _text;
    private string? _typed;
    private bool _typedFault;
    private string? _picking;
    private string? _fault;
    private int _taken;
    private bool _weighed;
    private bool _tried;
    private bool _book;
    private bool _sure;
    private bool _busy;

    /// <summary>The thread it answers in; null: a new one.</summary>
    [Parameter]
    public string? Thread { get; set; }

    /// <summary>To whom at first; null: everyone on the line.</summary>
    [Parameter]
    public IReadOnlyList<string>? To { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<LineView> Lines { get; set; }

    [Parameter]
    public EventCallback<MessageView> OnSent { get; set; }

    private Wording W => Me.Words;

    private string Asks => _picking switch { Point => "line.pick-point", Track => "line.pick-track", Intent => "line.pick-intent", _ => TypeOf(_picking) == PositionSlot ? "line.pick-point" : "line.pick-intent" };

    private IReadOnlyList<AttachmentView> OnMap =>
    [
        .. _attachments.Select(static a => new AttachmentView(a.Kind!, [.. (a.Points ?? []).Select(static p => new PointView(p!.Lat ?? 0, p.Lng ?? 0, null, null))], a.Intent, a.Label)),
        .. (_phrase?.Types ?? new Dictionary<string, string>()).Where(t => t.Value == PositionSlot && Coordinates.TryRead(_slots.GetValueOrDefault(t.Key), out _, out _))
            .Select(t => Coordinates.TryRead(_slots[t.Key], out var lat, out var lng) ? new AttachmentView("point", [new PointView(lat, lng, null, null)], null, W[$"slot.{t.Key}"]) : null!),
    ];

    protected override void OnInitialized()
    {
        _to.UnionWith(To ?? Lines.Select(static l => l.Party));
        _theirs = W.Code == "en" ? "ru" : "en";
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private string Kept(string field) => $"line.{Thread ?? "new"}.{field}";

    private string? TypeOf(string? slot) => slot is null ? null : _phrase?.Types?.GetValueOrDefault(slot);

    private void Choose(string party, bool on)
    {
        if (on)
        {
            _to.Add(party);
        }
        else
        {
            _to.Remove(party);
        }
    }

    private void Weigh(string precedence) => (_precedence, _weighed, _sure) = (precedence, true, false);

    // The page came again after its connection was lost: the phrase was chosen before.
    private async Task PhraseKeptAsync(ChangeEventArgs e)
    {
        if (e.Value is string { Length: > 0 } code && code != _phrase?.Code)
        {
            _phrases ??= (await Me.Api.PhrasesAsync(W.Code)).Value;
            await TakePhraseAsync(_phrases?.FirstOrDefault(p => p.Code == code));
        }
    }

    private async Task TakePhraseAsync(PhraseView? phrase)
    {
        (_phrase, _book, _readings, _tried, _sure, _picking) = (phrase, false, null, false, false, null);
        _slots.Clear();
        _taken++;
        if (phrase is null)
        {
            return;
        }

        // A phrase has a precedence of its own, until its writer says otherwise.
        if (!_weighed && phrase.Precedence is { } own)
        {
            _precedence = own;
        }

        if (phrase.Types?.Values.Contains("intent-id") == true)
        {
            await IntentsAsync();
        }

        await ReadAsync();
    }

    private async Task FillAsync(string slot, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            _slots.Remove(slot);
        }
        else
        {
            _slots[slot] = value.Trim();
        }

        _sure = false;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_phrase is { } phrase && (await Me.Api.ReadPhraseAsync(phrase.Code, _slots)).Value is { } readings && phrase == _phrase)
        {
            _readings = readings;
        }
    }

    // Slots that are still open, by what they are called.
    private string? Open(string? says)
    {
        foreach (var slot in _phrase!.Slots.Keys)
        {
            says = says?.Replace($"{{{slot}}}", $"[{W[$"slot.{slot}"]}]", StringComparison.Ordinal);
        }

        return says;
    }

    private async Task PickAsync(string what)
    {
        (_picking, _track, _typed, _typedFault) = (_picking == what ? null : what, null, null, false);
        if (_picking == Intent)
        {
            await IntentsAsync();
        }
    }

    // What can be clicked on the map can be typed, too.
    private async Task TypedAsync()
    {
        if (!Coordinates.TryRead(_typed, out var lat, out var lng))
        {
            _typedFault = true;
            return;
        }

        (_typed, _typedFault) = (null, false);
        await PlacedAsync((lat, lng));
    }

    private async Task IntentsAsync()
    {
        if (_intents.Count == 0)
        {
            var now = Me.Now;
            _intents = (await Me.Api.IntentsAsync(now.ToString(), now.Plus(TimeSpan.FromDays(2)).ToString())).Value ?? [];
        }
    }

    private async Task PlacedAsync((double Lat, double Lng) at)
    {
        var point = new PointRequest { Lat = Math.Round(at.Lat, 5), Lng = Math.Round(at.Lng, 5) };
        if (_picking == Point)
        {
            Attach(new AttachmentRequest { Kind = "point", Points = [point] });
            _picking = null;
        }
        else if (_picking == Track)
        {
            var known = _track;
            _track = new AttachmentRequest { Kind = "track", Points = [.. known?.Points ?? [], point], Label = known?.Label };
            if (known is not null)
            {
                _attachments.Remove(known);
            }

            Attach(_track);
            _picking = _track.Points.Count < MostTrack ? _picking : null;
        }
        else if (TypeOf(_picking) == PositionSlot)
        {
            var slot = _picking!;
            _picking = null;
            await FillAsync(slot, Coordinates.Write(at.Lat, at.Lng));
        }
    }

    private async Task PickedAsync((string Kind, string Id) picked)
    {
        if (picked.Kind != "intent")
        {
            return;
        }

        if (_picking == Intent)
        {
            if (!_attachments.Any(a => a.Intent == picked.Id))
            {
                Attach(new AttachmentRequest { Kind = "intent", Intent = picked.Id });
            }

            _picking = null;
        }
        else if (TypeOf(_picking) == "intent-id")
        {
            var slot = _picking!;
            _picking = null;
            await FillAsync(slot, picked.Id);
        }
    }

    private void Attach(AttachmentRequest attachment)
    {
        if (_attachments.Count < MostAttachments)
        {
            _attachments.Add(attachment);
        }
        else
        {
            _fault = W.Say("line.attachments-most", MostAttachments);
        }
    }

    private void TakeOff(AttachmentRequest attachment)
    {
        _attachments.Remove(attachment);
        _track = ReferenceEquals(_track, attachment) ? null : _track;
    }

    // A FLASH sounds in every window of the other side: it is asked for twice, by two different buttons.
    private async Task AskAsync()
    {
        (_tried, _fault) = (true, null);
        if (_phrase is not null && _readings?.Fault is { } open)
        {
            _fault = W.Sentence(open);
        }
        else if (_phrase is null && string.IsNullOrWhiteSpace(_text) && _attachments.Count == 0)
        {
            _fault = W["line.says-nothing"];
        }
        else if (_to.Count == 0)
        {
            _fault = W["line.to-nobody"];
        }
        else if (_precedence == "FLASH")
        {
            _sure = true;
        }
        else
        {
            await SendAsync();
        }
    }

    private async Task SendAsync()
    {
        (_busy, _fault) = (true, null);
        var answer = await Me.Api.SendMessageAsync(new MessageRequest
        {
            Id = _id,
            To = [.. _to],
            Precedence = _precedence,
            Text = string.IsNullOrWhiteSpace(_text) ? null : _text,
            Phrase = _phrase is null ? null : new PhraseRequest { Code = _phrase.Code, Slots = _slots.ToDictionary(static s => s.Key, static s => (string?)s.Value) },
            Thread = Thread,
            Attachments = _attachments.Count == 0 ? null : _attachments,
            Officer = Me.Person.Name,
        });
        (_busy, _sure) = (false, false);
        var sent = answer.Value;
        if (sent is null && answer.Status == System.Net.HttpStatusCode.Conflict)
        {
            // Sent already, and its answer was lost with the connection.
            sent = (await Me.Api.MessageAsync(_id, W.Code)).Value;
        }

        if (sent is null)
        {
            _fault = answer.Problem?.Detail;
            return;
        }

        (_id, _text, _weighed, _precedence) = (NewId(), null, false, "ROUTINE");
        _attachments.Clear();
        await TakePhraseAsync(null);
        _tried = false;
        Me.Tell(W[answer.Waits ? "line.sent-waits" : "line.sent"]);
        await OnSent.InvokeAsync(sent);
    }
}
