using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>A post with something of everything on its pages: agreements, intents, a conflict, talk, an incident with an inquiry.</summary>
public sealed class BusyPost : IAsyncLifetime
{
    private PostWorld? _world;

    public PostProcess Post => _world!["aldermoor"];

    /// <summary>Of the other side.</summary>
    public PostProcess Other => _world!["quill"];

    /// <summary>Each page, and what of it comes last.</summary>
    public IReadOnlyList<(string Path, string Until)> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _world = await PostWorld.StartAsync("aldermoor", "quill");
        await _world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var quill = _world["quill"];
        (await quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 5, 90)) with { Activity = "cargo" })).Is(201);
        var mine = (await Post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)) with { Activity = "survey" })).Is(201);
        await Eventually.TrueAsync(async () => (await Post.IntentAsync(mine.Id)) is { Conflicts.Count: > 0 } && (await Post.IntentsAsync()).Any(static i => !i.Mine), "the conflict stands");
        mine = (await Post.IntentAsync(mine.Id))!;
        var theirs = (await Post.IntentsAsync()).First(static i => !i.Mine);
        foreach (var precedence in new[] { "ROUTINE", "PRIORITY", "IMMEDIATE" })
        {
            (await quill.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = precedence, Text = "Your aircraft is about to enter our area.", Officer = "Capt. Quint" })).Is(201);
        }

        (await Post.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["quill"], Precedence = "ROUTINE", Text = "Understood.", Officer = "Maj. Alder" })).Is(201);
        var incident = (await Post.PostAsync<IncidentView>("/api/incidents", new IncidentRequest { Title = "Near miss", Known = "Two boats.", Place = new PointRequest { Lat = 12.5, Lng = -38 }, Officer = "Maj. Alder" })).Is(201);
        (await Post.PostAsync<IncidentView>(
            $"/api/incidents/{incident.Id}/inquiries",
            new InquiryRequest { Asked = "quill", Question = "Was it yours?", Deadline = DateTimeOffset.UtcNow.AddHours(3).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), Officer = "Maj. Alder" })).Is(201);
        var agreement = (await Post.AgreementsAsync())[0].Id;
        Pages =
        [
            ("/", ".conflict-card"), ("/file", ".volume"), ("/intents", "tbody tr"), ($"/intents/{mine.Id}", ".facts"), ($"/intents/{theirs.Id}", "#passing"),
            ("/conflicts", "tbody tr"), ($"/conflicts/{mine.Conflicts[0]}", ".suggestion"), ("/line?party=quill&write=true", ".threads .last"), ("/watch", "main h1"),
            ("/agreements", "tbody tr"), ($"/agreements/{agreement}", "main section"), ("/agreements/draft", "main form, main fieldset"), ("/parties", "tbody tr"),
            ("/incidents", "tbody tr"), ($"/incidents/{incident.Id}", ".inquiry"), ("/tightness", "main svg, main table"), ("/record", "tbody tr"), ("/record/console", "tbody tr"),
            ("/telling", "main form, main fieldset"), ("/people", "tbody tr"), ("/account", "main form"),
        ];
    }

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;
}
