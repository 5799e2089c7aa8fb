using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.BadInput;

/// <summary>Two posts with an agreement in force, an intent each, their conflict and an open proposal of the other side's: what bad requests can name. Nothing in it is due for hours.</summary>
public sealed class ApiInputWorld : IAsyncLifetime
{
    private PostWorld? _world;

    public PostProcess Aldermoor => _world!["aldermoor"];

    public string Agreement { get; private set; } = "";

    /// <summary>Signed by nobody yet.</summary>
    public string Draft { get; private set; } = "";

    public string Mine { get; private set; } = "";

    /// <summary>The other side's intent.</summary>
    public string Theirs { get; private set; } = "";

    public string Conflict { get; private set; } = "";

    /// <summary>An open proposal of the other side's.</summary>
    public string Proposal { get; private set; } = "";

    /// <summary>One of this side's own.</summary>
    public string OwnProposal { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _world = await PostWorld.StartAsync("aldermoor", "quill");
        var quill = _world["quill"];
        Agreement = (await _world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill")).Id;
        Draft = (await Aldermoor.PostAsync<AgreementView>("/api/agreements", PostWorld.Terms("aldermoor", "quill").ToJsonString())).Is(201).Id;
        Mine = (await Aldermoor.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 300, 310)))).Is(201).Id;
        var theirs = (await quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 303, 313)))).Is(201);
        (Theirs, Conflict) = (theirs.Id, Assert.Single(theirs.Conflicts));
        await Eventually.TrueAsync(async () => await Aldermoor.ConflictAsync(Conflict) is { State: "open" }, "aldermoor sees the conflict");
        Proposal = (await quill.PostAsync<IdView>($"/api/conflicts/{Conflict}/proposals", new ProposalRequest { Kind = "please-hold" })).Is(201).Id;
        OwnProposal = (await Aldermoor.PostAsync<IdView>($"/api/conflicts/{Conflict}/proposals", new ProposalRequest { Kind = "please-hold" })).Is(201).Id;
        await _world.QuietAsync();
        long before;
        do
        {
            // Receipts of what was said before come behind it.
            before = (await Aldermoor.StatusAsync()).Position;
            await Task.Delay(500);
        }
        while ((await Aldermoor.StatusAsync()).Position != before);
    }

    public string Fill(string template) => template
        .Replace("{agreement}", Agreement, StringComparison.Ordinal).Replace("{draft}", Draft, StringComparison.Ordinal)
        .Replace("{mine}", Mine, StringComparison.Ordinal).Replace("{theirs}", Theirs, StringComparison.Ordinal)
        .Replace("{conflict}", Conflict, StringComparison.Ordinal).Replace("{proposal}", Proposal, StringComparison.Ordinal)
        .Replace("{own-proposal}", OwnProposal, StringComparison.Ordinal).Replace("{nobody's}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }
}
