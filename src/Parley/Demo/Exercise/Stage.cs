using System.Globalization;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Core;

namespace Parley.Demo.Exercise;

/// <summary>Something that had to come about did not: the scenario ends here, the others go on.</summary>
internal sealed class NotHeldException(string sentence) : Exception(sentence)
{
    /// <summary>The report has it already.</summary>
    public bool Reported { get; init; }
}

/// <summary>
/// Where the exercise is played: four parties' posts, what they agree on, what they do, and what must come of it. Times that would be minutes are
/// seconds here. Each scenario has an agreement and a sea area of its own, and ends its agreement.
/// </summary>
internal sealed class Stage(DemoWorld world, IReport report, CancellationToken cancel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private double _west = -60;

    public DemoPost Aldermoor => world.Posts[0];

    public DemoPost Quill => world.Posts[1];

    public DemoPost Lantern => world.Posts[2];

    public DemoPost Tern => world.Posts[3];

    public CancellationToken Cancel => cancel;

    /// <summary>The middle of the area of the scenario that is played.</summary>
    public LatLngPoint Here => new() { Lat = 12.5, Lng = _west + 1 };

    public void Says(DemoPost who, string what) => report.Says(who.Party, what);

    public void Warned(DemoPost who, string what) => report.Warned(who.Party, what);

    /// <summary>Waits until something holds, and reports that it does, or that it does not.</summary>
    public async Task ExpectAsync(string expectation, Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        var held = await EventuallyAsync(holds, patience ?? Patience);
        report.Expected(expectation, held);
        if (!held)
        {
            throw new NotHeldException(expectation) { Reported = true };
        }
    }

    public async Task<bool> EventuallyAsync(Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        var until = DateTimeOffset.UtcNow + (patience ?? Patience);
        while (!await TriedAsync(holds))
        {
            if (DateTimeOffset.UtcNow > until)
            {
                return false;
            }

            await Task.Delay(20, cancel);
        }

        return true;
    }

    // A post that is away gives no answer; what holds of it then is that it does not hold yet.
    private static async Task<bool> TriedAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What a post answered, or the scenario ends with its sentence.</summary>
    public static T Must<T>(PostAnswer<T> answer)
        where T : class => answer.Value ?? throw new NotHeldException(answer.Problem?.Detail ?? "a post gave no answer that can be read");

    public static void MustRefuse<T>(PostAnswer<T> answer, string words)
        where T : class
    {
        if (answer.Problem?.Detail.Contains(words, StringComparison.Ordinal) != true)
        {
            throw new NotHeldException($"a post was to refuse with “{words}”, and said: {answer.Problem?.Detail ?? "yes"}");
        }
    }

    /// <summary>An agreement in force between parties, in an area of its own.</summary>
    /// <param name="change">Of the document's members, what a scenario is about.</param>
    public async Task<AgreementView> AgreeAsync(string title, DemoPost[] parties, DemoPost? mediator = null, params (string Member, object Value)[] change)
    {
        _west += 4;
        var now = DateTimeOffset.UtcNow;
        var members = new Dictionary<string, object>
        {
            ["title"] = title,
            ["parties"] = parties.Select(static p => p.Party).ToArray(),
            ["area"] = new { type = "Polygon", coordinates = new[] { new[] { new[] { _west, 12 }, [_west + 2, 12], [_west + 2, 13], [_west, 13], [_west, 12] } } },
            ["altitude_lower_m"] = 0,
            ["altitude_upper_m"] = 5000,
            ["valid_from"] = Instant.From(now.AddHours(-1)).ToString(),
            ["valid_to"] = Instant.From(now.AddDays(30)).ToString(),
            ["minimum_notice_s"] = 900,
            ["separation"] = new { horizontal_m = 1000, vertical_m = 150, time_s = 120 },
            ["acknowledge_within_s"] = new { FLASH = 60, IMMEDIATE = 120, PRIORITY = 600, ROUTINE = 3600 },
            ["disclosure"] = "full",
            ["link_check_every_s"] = 3600,
            ["coordinate_by_s"] = 1200,
            ["contacts"] = parties.ToDictionary(static p => p.Party, static p => new[] { new { name = $"Duty officer of {p.Party}" } }),
        };
        if (mediator is not null)
        {
            members["mediator"] = mediator.Party;
        }

        foreach (var (member, value) in change)
        {
            members[member] = value;
        }

        var document = JsonSerializer.SerializeToElement(members);
        DraftedView? drafted = null;
        if (!await EventuallyAsync(async () => (drafted = (await parties[0].Client.DraftAgreementAsync(document, cancel)).Value) is { Hash: not null }))
        {
            throw new NotHeldException($"{parties[0].Party} could not draft the agreement");
        }

        foreach (var party in parties)
        {
            PostAnswer<AgreementView>? signed = null;
            if (!await EventuallyAsync(async () => (signed = await party.Client.SignAgreementAsync(drafted!.Id, new OfficerRequest { Officer = $"Signatory of {party.Party}" }, cancel)).Ok))
            {
                throw new NotHeldException($"{party.Party} could not sign: {signed?.Problem?.Detail}");
            }
        }

        AgreementView? agreed = null;
        foreach (var party in mediator is null ? parties : [.. parties, mediator])
        {
            if (!await EventuallyAsync(async () => (agreed = (await party.Client.AgreementAsync(drafted!.Id, cancel)).Value) is { State: "in-force" } && agreed.Hash == drafted!.Hash))
            {
                throw new NotHeldException($"the agreement “{title}” is not in force at {party.Party}");
            }
        }

        report.Says("all", $"have “{title}” in force, with one text: SHA-256 {drafted!.Hash![..12]}…{(mediator is null ? "" : $"; {mediator.Party} mediates")}");
        return agreed!;
    }

    public async Task EndAsync(AgreementView? agreement, DemoPost by)
    {
        if (agreement is not null)
        {
            await by.Client.EndAgreementAsync(agreement.Id, new ReasonRequest { Reason = "The scenario is over." }, cancel);
        }
    }

    /// <summary>An officer goes on watch, unless already there.</summary>
    public static async Task OnWatchAsync(DemoPost post, string officer)
    {
        if (Must(await post.Client.WatchAsync()).OnWatch.All(w => w.Officer != officer))
        {
            Must(await post.Client.TakeWatchAsync(new WatchRequest { Officer = officer }));
        }
    }

    public static async Task NobodyOnWatchAsync(DemoPost post)
    {
        foreach (var officer in Must(await post.Client.WatchAsync()).OnWatch)
        {
            Must(await post.Client.LeaveWatchAsync(new WatchRequest { Officer = officer.Officer }));
        }
    }

    public async Task<bool> AlarmedAsync(DemoPost post, string kind, string? about = null, string? says = null) =>
        (await post.Client.StatusAsync(cancel)).Value?.Alarms.Any(a => a.Kind == kind && (about is null || a.About == about) && (says is null || a.Text.Contains(says, StringComparison.Ordinal))) == true;

    public async Task<IntentView?> IntentAtAsync(DemoPost post, string id) => (await post.Client.IntentAsync(id, cancel)).Value;

    public async Task<MessageView?> MessageAtAsync(DemoPost post, string id, string? language = null) => (await post.Client.MessageAsync(id, language, cancel)).Value;

    /// <summary>An intent near the middle of the scenario's area.</summary>
    public IntentRequest Intent(double startsInMinutes, double lastsMinutes, double north = 0, double east = 0, double radius = 800) => new()
    {
        Volumes =
        [
            new WireVolume4D
            {
                Volume = new Volume3D
                {
                    OutlineCircle = new Circle { Center = new LatLngPoint { Lat = Here.Lat + north, Lng = Here.Lng + east }, Radius = new Radius { Value = radius, Units = "M" } },
                    AltitudeLower = new WireAltitude { Value = 100, Reference = "W84", Units = "M" },
                    AltitudeUpper = new WireAltitude { Value = 300, Reference = "W84", Units = "M" },
                },
                TimeStart = Wire(DateTimeOffset.UtcNow.AddMinutes(startsInMinutes)),
                TimeEnd = Wire(DateTimeOffset.UtcNow.AddMinutes(startsInMinutes + lastsMinutes)),
            },
        ],
    };

    private static WireTime Wire(DateTimeOffset time) => new() { Value = Instant.From(time).ToString(), Format = "RFC3339" };

    public static string Minutes(double? seconds) => ((seconds ?? 0) / 60).ToString("0.0", CultureInfo.InvariantCulture) + " min";
}
