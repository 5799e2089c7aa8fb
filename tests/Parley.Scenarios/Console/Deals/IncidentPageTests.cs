using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>Incidents at two posts' consoles at once: asked here, answered there, closed by two.</summary>
public sealed class IncidentPageTests(Browser browser)
{
    [Fact]
    public async Task An_inquiry_asked_in_one_console_is_answered_in_the_other_and_closing_takes_two()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var alder = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/incidents");
        await using var second = await world["aldermoor"].SignInAsync(browser, "duty officer");
        await using var quint = await world["quill"].SignInAsync(browser, "duty officer", path: "/incidents");
        quint.Page.Dialog += (_, dialog) => Assert.Fail(dialog.Message);

        await alder.Button("Open an incident").ClickAsync();
        await alder.Page.GetByLabel("What happened, in a few words").FillAsync("Lost <b>contact</b>");
        await alder.Page.GetByLabel("What is known").FillAsync("A boat does not answer.");
        await alder.Page.GetByLabel("Place").FillAsync("12.5N 38W");
        await alder.Page.GetByLabel("Place").BlurAsync();
        await alder.CleanInAllAsync("opening an incident");
        await alder.Button("Open it and freeze").ClickAsync();
        await alder.SaysAsync("h1", "Lost <b>contact</b>");
        var incident = Assert.Single(await world["aldermoor"].IncidentsAsync());
        Assert.Equal((12.5, -38, alder.Person.Name), (incident.Place.Lat, incident.Place.Lng, incident.Officer));

        await alder.Page.GetByLabel("Question").FillAsync("Was it <script>alert(1)</script> yours?");
        await alder.Button("Ask").ClickAsync();
        await quint.SaysAsync("tbody", "Lost <b>contact</b>");
        await quint.SaysAsync("tbody", "Your answer is due");
        await quint.GoAsync($"/incidents/{incident.Id}");
        await quint.SaysAsync(".inquiry blockquote", "Was it <script>alert(1)</script> yours?");
        await quint.CleanInAllAsync("an incident");
        await quint.Page.GetByLabel("Neither confirmed nor denied").CheckAsync();
        await quint.Page.GetByLabel("What to say with it").FillAsync("We say nothing on it.");
        await quint.Button("Answer").ClickAsync();
        await alder.SaysAsync(".inquiry", "Neither confirmed nor denied");
        await alder.SaysAsync(".inquiry", "We say nothing on it.");
        await alder.SaysAsync(".inquiry", quint.Person.Name);

        await alder.Button("Close and release").ClickAsync();
        await alder.Page.GetByLabel("Why, for the other side to read").FillAsync("It is cleared.");
        await alder.Button("Ask for it to be closed").ClickAsync();
        await alder.SaysAsync(".consent", "another officer has to consent");
        Assert.Null((await world["quill"].IncidentAsync(incident.Id))!.ClosedAt);
        await second.GoAsync($"/incidents/{incident.Id}");
        await second.Button($"I consent — {second.Person.Name}").ClickAsync();
        await quint.SaysAsync("main .chip", "closed");
        await second.SaysAsync("main .chip", "closed");

        // What is downloaded goes by the API, with the session's cookie.
        var export = await alder.Page.Context.APIRequest.GetAsync(new Uri(world["aldermoor"].Url, $"/api/incidents/{incident.Id}/export?format=html").ToString());
        Assert.Equal(200, export.Status);
        Assert.Contains("Lost &lt;b&gt;contact&lt;/b&gt;", await export.TextAsync(), StringComparison.Ordinal);
        await alder.Button("Show the timeline").ClickAsync();
        await alder.SaysAsync(".timeline", "opens the incident");
        await using var reader = await world["quill"].SignInAsync(browser, "observer", "fr", path: $"/incidents/{incident.Id}");
        await reader.Page.Locator("main h2 + button").ClickAsync();
        await reader.SaysAsync(".timeline td", "ouvre l’incident");
    }

    [Fact]
    public async Task An_observer_reads_an_incident_and_can_do_nothing_to_it()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var incident = (await world["aldermoor"].PostAsync<IncidentView>("/api/incidents", new IncidentRequest { Title = "Near miss", Known = "Two boats.", Place = new PointRequest { Lat = 12.5, Lng = -38 }, Officer = "Ash" })).Is(201);
        await using var observer = await world["aldermoor"].SignInAsync(browser, "observer", path: $"/incidents/{incident.Id}");
        await observer.SaysAsync("dd", "Two boats.");
        foreach (var name in new[] { "Ask", "Answer", "Close and release" })
        {
            Assert.Equal(0, await observer.Button(name).CountAsync());
        }

        await observer.GoAsync("/agreements");
        Assert.Equal(0, await observer.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Draft an agreement" }).CountAsync());
    }
}
