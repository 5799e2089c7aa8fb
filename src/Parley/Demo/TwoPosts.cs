using System.Globalization;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Core;

namespace Parley.Demo;

/// <summary>
/// Two fictional parties over open water, each at its own post: an agreement is drafted and signed, one gives timely notice and then a late one,
/// their intents would meet, a suggestion is proposed and accepted, and both posts show the same in the end. Each step is checked at both.
/// </summary>
internal sealed class TwoPosts(DemoWorld world, Timeline timeline)
{
    private const double Lat = 12.34;
    private const double Lng = -38.05;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DemoPost _a = world.Posts[0];
    private readonly DemoPost _b = world.Posts[1];
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <returns>Which step did not come out as it must, or null.</returns>
    public async Task<string?> PlayAsync(CancellationToken cancel)
    {
        timeline.Title("What was agreed");
        timeline.Says("exchange", $"up at {world.Url}; {_a.Party} and {_b.Party} are admitted, each with a post of its own");
        return await AgreeAsync(cancel) ?? await NotifyAsync(cancel);
    }

    private async Task<string?> AgreeAsync(CancellationToken cancel)
    {
        var document = JsonSerializer.SerializeToElement(JsonDocument.Parse(Document()).RootElement);
        DraftedView? drafted = null;
        if (!await EventuallyAsync(async () => (drafted = (await _a.Client.DraftAgreementAsync(document, cancel)).Value) is { Hash: not null }))
        {
            return $"{_a.Party} could not draft the agreement";
        }

        timeline.Says(_a.Party, $"drafts “Skerry Strait”: notice at least 15 min, 1 km and 150 m apart, settled 20 min before; SHA-256 {drafted!.Hash![..16]}…");
        if ((await _a.Client.SignAgreementAsync(drafted.Id, new OfficerRequest { Officer = "Maj. Alder" }, cancel)).Value is null)
        {
            return $"{_a.Party} could not sign";
        }

        timeline.Says(_a.Party, "signs: Maj. Alder");
        if (!await EventuallyAsync(async () => (await _b.Client.AgreementAsync(drafted.Id, cancel)).Value?.Signatures.ContainsKey(_a.Party) == true)
            || (await _b.Client.SignAgreementAsync(drafted.Id, new OfficerRequest { Officer = "Cdr. Quill" }, cancel)).Value is null)
        {
            return $"{_b.Party} could not sign";
        }

        timeline.Says(_b.Party, "signs: Cdr. Quill");
        if (!await EventuallyAsync(async () => (await Both(p => p.Client.AgreementAsync(drafted.Id, cancel))).All(a => a.Value is { State: "in-force" } v && v.Hash == drafted.Hash)))
        {
            return "the agreement is not in force on both sides with one text";
        }

        timeline.Settled("both", "show it in force, with the same text hash");
        return null;
    }

    private async Task<string?> NotifyAsync(CancellationToken cancel)
    {
        timeline.Title("Notices");
        var first = (await _a.Client.FileIntentAsync(Intent(60, 8, 900, 100, 300, "survey"), cancel)).Value;
        if (first?.Notices is not [{ Late: false, LeadTimeS: { } lead }])
        {
            return $"{_a.Party}'s timely intent was not told as one";
        }

        timeline.Says(_a.Party, $"files an intent, {Clock(60)} to {Clock(68)}, 100 to 300 m: {_b.Party} has notice {Minutes(lead)} ahead");
        if (await MissingAtAsync(_b, first.Id, n => n.LeadTimeS == lead && n.Late == false, cancel))
        {
            return $"{_b.Party} does not show the same lead time";
        }

        timeline.Says(_b.Party, $"shows the same figure: {Minutes(lead)}; the duty officer acknowledges");
        if ((await _b.Client.AcknowledgeIntentAsync(first.Id, "Lt. Reed", cancel)).Value is null
            || await MissingAtAsync(_a, first.Id, static n => n.SeenBy == "Lt. Reed", cancel))
        {
            return $"{_a.Party} does not see who acknowledged its notice";
        }

        timeline.Settled(_a.Party, "sees that Lt. Reed has seen it");
        var late = (await _a.Client.FileIntentAsync(Intent(6, 4, 400, 100, 200, "test", 0.2), cancel)).Value;
        if (late?.Notices is not [{ Late: true, LeadTimeS: { } shortLead }])
        {
            return $"{_a.Party}'s late notice was not marked late";
        }

        timeline.Warned(_a.Party, $"files another that begins in 6 min: marked late at once, {Minutes(shortLead)} instead of 15 min");
        if (await MissingAtAsync(_b, late.Id, n => n.Late == true && n.LeadTimeS == shortLead, cancel))
        {
            return $"{_b.Party} does not show the late mark";
        }

        timeline.Warned(_b.Party, $"shows it late by the same figure, {Minutes(shortLead)}, and keeps the mark for ever");
        return await CoordinateAsync(first, cancel);
    }

    private async Task<string?> CoordinateAsync(IntentView first, CancellationToken cancel)
    {
        timeline.Title("They would meet");
        var second = (await _b.Client.FileIntentAsync(Intent(63, 8, 700, 100, 300, "patrol"), cancel)).Value;
        if (second?.Conflicts is not [var conflict])
        {
            return $"{_b.Party}'s intent did not bring the conflict";
        }

        timeline.Warned(_b.Party, $"files an intent, {Clock(63)} to {Clock(71)}, same place, same heights: conflict {conflict}");
        ConflictView? seen = null;
        if (!await EventuallyAsync(async () => (seen = (await _a.Client.ConflictAsync(conflict, cancel)).Value) is { State: "open" }) || !seen!.Intents.Contains(first.Id))
        {
            return $"{_a.Party} does not show the same conflict";
        }

        timeline.Warned(_a.Party, $"shows the same conflict under the same id; by default {seen.GivesWay} gives way, as it filed later");
        var offered = (await _b.Client.ConflictAsync(conflict, cancel)).Value?.Suggestions.Where(s => s.Change.Intent == second.Id).OrderBy(static s => s.Cost).ToArray();
        if (offered is not [var best, ..])
        {
            return "no suggestion was found";
        }

        foreach (var suggestion in offered.Take(3))
        {
            timeline.Says(_b.Party, $"could: {suggestion.Text} (cost {suggestion.Cost.ToString("0.#", CultureInfo.InvariantCulture)})");
        }

        var proposal = (await _b.Client.ProposeAsync(conflict, new ProposalRequest { Kind = best.Kind, Change = best.Change, Officer = "Cdr. Quill", Reason = best.Text }, cancel)).Value;
        if (proposal is null || !await EventuallyAsync(async () => (await _a.Client.ConflictAsync(conflict, cancel)).Value?.Proposals.Any(p => p.Id == proposal.Id) == true))
        {
            return "the proposal did not reach the other side";
        }

        timeline.Says(_b.Party, $"proposes: {best.Text}");
        if ((await _a.Client.AcceptAsync(conflict, proposal.Id, new AnswerRequest { Officer = "Maj. Alder" }, cancel)).Value is null)
        {
            return "the proposal could not be accepted";
        }

        timeline.Says(_a.Party, "accepts: Maj. Alder");
        if (!await EventuallyAsync(async () => (await Both(p => p.Client.ConflictAsync(conflict, cancel))).All(static c => c.Value is { State: "agreed", Proposals: [{ CarriedOut: true }] }
            && c.Value.Series is [.., { Near: false }])))
        {
            return "the accepted change did not resolve the conflict on both sides";
        }

        timeline.Settled(_b.Party, "its intent is changed, registered and told again, without becoming late");
        var views = await Both(p => p.Client.IntentAsync(second.Id, cancel));
        if (views[0].Value is not { } mine || views[1].Value is not { } theirs || mine.Version != theirs.Version || mine.Start != theirs.Start || mine.Conflicts.Count + theirs.Conflicts.Count > 0)
        {
            return "the two posts do not show the same in the end";
        }

        timeline.Title("Both posts show the same. Nobody met by accident.");
        return null;
    }

    private static async Task<bool> MissingAtAsync(DemoPost post, string intent, Func<NoticeView, bool> shows, CancellationToken cancel) =>
        !await EventuallyAsync(async () => (await post.Client.IntentAsync(intent, cancel)).Value?.Notices.Any(shows) == true);

    private async Task<PostAnswer<T>[]> Both<T>(Func<DemoPost, Task<PostAnswer<T>>> ask)
        where T : class => [await ask(_a), await ask(_b)];

    private static async Task<bool> EventuallyAsync(Func<Task<bool>> holds)
    {
        var until = DateTimeOffset.UtcNow + Patience;
        while (!await holds())
        {
            if (DateTimeOffset.UtcNow > until)
            {
                return false;
            }

            await Task.Delay(10);
        }

        return true;
    }

    private IntentRequest Intent(double startMinutes, double lasts, double radius, double lower, double upper, string activity, double northDegrees = 0) => new()
    {
        Activity = activity,
        Volumes =
        [
            new WireVolume4D
            {
                Volume = new Volume3D
                {
                    OutlineCircle = new Circle { Center = new LatLngPoint { Lat = Lat + northDegrees, Lng = Lng }, Radius = new Radius { Value = radius, Units = "M" } },
                    AltitudeLower = new WireAltitude { Value = lower, Reference = "W84", Units = "M" },
                    AltitudeUpper = new WireAltitude { Value = upper, Reference = "W84", Units = "M" },
                },
                TimeStart = Wire(_now.AddMinutes(startMinutes)),
                TimeEnd = Wire(_now.AddMinutes(startMinutes + lasts)),
            },
        ],
    };

    private string Document() => $$"""
        {
          "title": "Skerry Strait", "parties": ["{{_a.Party}}", "{{_b.Party}}"],
          "area": {"type": "Polygon", "coordinates": [[[-39, 12], [-37, 12], [-37, 13], [-39, 13], [-39, 12]]]},
          "altitude_lower_m": 0, "altitude_upper_m": 5000, "valid_from": "{{Instant.From(_now.AddHours(-1))}}", "valid_to": "{{Instant.From(_now.AddDays(30))}}",
          "minimum_notice_s": 900, "separation": {"horizontal_m": 1000, "vertical_m": 150, "time_s": 120},
          "acknowledge_within_s": {"FLASH": 60, "IMMEDIATE": 120, "PRIORITY": 600, "ROUTINE": 3600}, "disclosure": "full",
          "link_check_every_s": 3600, "coordinate_by_s": 1200,
          "contacts": {"{{_a.Party}}": [{"name": "Maj. Alder"}], "{{_b.Party}}": [{"name": "Cdr. Quill"}]}
        }
        """;

    private static WireTime Wire(DateTimeOffset time) => new() { Value = Instant.From(time).ToString(), Format = "RFC3339" };

    private string Clock(double minutes) => _now.AddMinutes(minutes).UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) + " Z";

    private static string Minutes(double seconds) => (seconds / 60).ToString("0.0", CultureInfo.InvariantCulture) + " min";
}
