using System.Globalization;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>The tightness page says what the report says.</summary>
public sealed class TightnessPageTests(Browser browser)
{
    [Fact]
    public async Task The_figures_are_those_of_the_report_and_other_terms_can_be_tried()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        foreach (var (from, until) in new[] { (5, 10), (40, 50), (100, 110) })
        {
            (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, from, until)))).Is(201);
        }

        (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.7, -38.5, 30, 40)))).Is(201);
        await world.QuietAsync();
        var report = (await world["aldermoor"].GetAsync<ReportView>("/api/report")).Is(200);
        Assert.Equal((3, 1, 1), (report.Total.Ours.Notices.Told, report.Total.Ours.Notices.Late, report.Total.Theirs.Notices.Told));
        var day = Assert.Single(report.Days);
        Assert.Equal((3, 1, 1), (day.Ours.Told, day.Ours.Late, day.Theirs.Told));

        await using var seat = await world["aldermoor"].SignInAsync(browser, "observer", path: "/tightness");
        async Task<string> CellAsync(string figure, int column) => await seat.Page.Locator($"[data-figure='{figure}'] td").Nth(column).InnerTextAsync();
        foreach (var (figure, ours, theirs) in new (string, int, int)[]
        {
            ("notices", report.Total.Ours.Notices.Told, report.Total.Theirs.Notices.Told), ("late", report.Total.Ours.Notices.Late, report.Total.Theirs.Notices.Late),
            ("checks-kept", report.Total.Ours.LinkChecks.Kept, report.Total.Theirs.LinkChecks.Kept), ("inquiries", report.Total.Ours.Inquiries.Put, report.Total.Theirs.Inquiries.Put),
        })
        {
            Assert.Equal((ours.ToString(CultureInfo.InvariantCulture), theirs.ToString(CultureInfo.InvariantCulture)), (await CellAsync(figure, 0), await CellAsync(figure, 2)));
        }

        Assert.Equal(report.Total.Conflicts.Found.ToString(CultureInfo.InvariantCulture), await CellAsync("conflicts.found", 0));
        // The same as a picture: one column for each late notice's day.
        await seat.Page.Locator(".bars svg").First.WaitForAsync();
        await seat.CleanInAllAsync("tightness");

        await seat.Page.GetByLabel("Minimum notice").FillAsync("60 min");
        await seat.Page.GetByLabel("Minimum notice").BlurAsync();
        await seat.Button("Try").ClickAsync();
        await seat.SaysAsync("#tried tbody tr:first-child td:last-child", "3 / 4");
        await seat.SaysAsync(".difference", "Late: aldermoor to quill");
        Assert.Empty(seat.Errors);
    }
}
