using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Telling;
using Parley.Tests.Tokens;
using static Parley.Tests.Console.Telling.Tellings;

namespace Parley.Tests.Console.Telling;

public sealed class TellingBookTests : IDisposable
{
    private readonly string _folder = NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_told_and_what_is_under_way_outlive_a_restart()
    {
        var what = Event(Need("conflict")) with { Targets = ImmutableDictionary<string, TargetState>.Empty.Add("push x", new TargetState(SendOutcome.Again, 2, Since)) };
        var kept = TellingBook.Open(_folder).Change("p1", t => t with
        {
            Preferences = new TellingPreferences { Kinds = ["flash"], Ways = ["push"], Area = new TellingArea(1, 2, 3), QuietFrom = "22:00", QuietTo = "06:00", Edition = true, EditionHour = 5 },
            Push = [new PushSubscriber("x", "https://push.example/1", "k", "a", "Firefox, Linux", Since)],
            Told = t.Told.Add("conflict|1", 2),
            UnderWay = [what],
            LastEdition = "2026-11-23",
        });
        var read = TellingBook.Open(_folder).Of("p1");
        Assert.Equal(kept.Told, read.Told);
        Assert.Equal(kept.Push, read.Push);
        Assert.Equal("2026-11-23", read.LastEdition);
        Assert.Equivalent(kept.Preferences, read.Preferences);
        Assert.Equal((what.Id, SendOutcome.Again, 2), (read.UnderWay[0].Id, read.UnderWay[0].Targets["push x"].Outcome, read.UnderWay[0].Targets["push x"].Tries));
    }

    [Fact]
    public void A_persons_id_never_leads_out_of_the_folder()
    {
        TellingBook.Open(_folder).Change("../../p1", static t => t with { LastEdition = "2026-11-23" });
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal("2026-11-23", TellingBook.Open(_folder).Of("../../p1").LastEdition);
    }

    [Fact]
    public void The_record_of_deliveries_keeps_the_newest_and_never_grows_beyond_twice_its_bound()
    {
        var log = new DeliveryLog(_folder, 20_000);
        for (var i = 0; i < 1000; i++)
        {
            log.Append(new Delivery("p1", Since, $"e{i}", Ways.Mail, "okafor@example.org", "delivered", null, 1, 2, "Conflict with quill"));
        }

        Assert.True(Directory.GetFiles(_folder).Sum(static f => new FileInfo(f).Length) <= 40_000);
        File.AppendAllText(Path.Combine(_folder, "deliveries.jsonl"), "{\"person\":\"p1\",\"at");
        var again = new DeliveryLog(_folder, 20_000).Of("p1");
        Assert.Equal("e999", again[0].Event);
        Assert.InRange(again.Count, 50, DeliveryLog.Shown);
        Assert.Empty(log.Of("p2"));
    }

    [Fact]
    public void A_window_counts_while_it_can_be_seen_and_gives_signs_of_life()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var (windows, shown) = (new OpenWindows(clock), 0);
        using var window = windows.Open("p1", _ => shown++);
        Assert.False(windows.Visible("p1"));
        window.Sign(visible: true);
        Assert.True(windows.Show("p1", Event(Need("conflict"))));
        Assert.False(windows.Visible("p2"));
        window.Sign(visible: false);
        Assert.False(windows.Show("p1", Event(Need("conflict"))));
        window.Sign(visible: true);
        clock.Advance(OpenWindows.Silence);
        Assert.False(windows.Visible("p1"));
        window.Sign(visible: true);
        window.Dispose();
        Assert.False(windows.Visible("p1"));
        Assert.Equal(1, shown);
    }

    [Fact]
    public void A_posts_push_keys_are_made_once_and_for_the_owners_eyes_only()
    {
        var file = Path.Combine(_folder, "vapid.json");
        var (first, again) = (VapidKeys.Open(file), VapidKeys.Open(file));
        Assert.Equal((first.PublicKey, first.PrivateKey), (again.PublicKey, again.PrivateKey));
        Assert.True(PushKey.Check(first.PublicKey).Try(out _, out _));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("https://push.example/send/1", "https://exchange.example", true)]
    [InlineData("http://push.example/send/1", "https://exchange.example", false)]
    [InlineData("http://127.0.0.1:9000/1", "https://exchange.example", false)]
    [InlineData("http://127.0.0.1:9000/1", "http://127.0.0.1:8082", true)]
    [InlineData("http://127.0.0.1:8082/1", "http://127.0.0.1:8082", false)]
    [InlineData("https://user:secret@push.example/", "https://exchange.example", false)]
    [InlineData("https://push.example/#x", "https://exchange.example", false)]
    [InlineData("file:///etc/passwd", "http://127.0.0.1:8082", false)]
    [InlineData("/send/1", "http://127.0.0.1:8082", false)]
    [InlineData(null, "http://127.0.0.1:8082", false)]
    public void A_push_address_is_https_and_this_machine_only_where_the_exchange_is_on_it_too(string? endpoint, string exchange, bool taken)
    {
        var keys = VapidKeys.Open(Path.Combine(_folder, "vapid.json"));
        using var way = new PushWay(TellingBook.Open(_folder), keys, new Uri(exchange), "mailto:p@example.org", TimeProvider.System);
        var given = new PushRequest { Endpoint = endpoint, Keys = new PushRequestKeys { P256dh = keys.PublicKey, Auth = "AAAAAAAAAAAAAAAAAAAAAA" } };
        Assert.Equal(taken, way.Check(given).Try(out _, out _));
        foreach (var (p256dh, auth) in new[] { (null, "AAAAAAAAAAAAAAAAAAAAAA"), ("BAAA", "AAAAAAAAAAAAAAAAAAAAAA"), ($"B{new string('A', 86)}", "AAAAAAAAAAAAAAAAAAAAAA"), (keys.PublicKey, "AAAA"), (keys.PublicKey, "!!!"), (keys.PublicKey, null) })
        {
            Assert.False(way.Check(given with { Keys = new PushRequestKeys { P256dh = p256dh, Auth = auth } }).Try(out _, out _));
        }

        Assert.False(way.Check(given with { Keys = null }).Try(out _, out _));
    }

    [Fact]
    public void Preferences_that_make_no_sense_are_refused_with_one_sentence()
    {
        var usual = new TellingPreferences { Kinds = Kinds.All, Ways = Ways.All };
        string Refused(TellingPreferences given) => PreferenceReader.Check(given).Try(out _, out var problem) ? "" : problem.ToString();
        Assert.Equal("", Refused(usual));
        Assert.StartsWith("kinds: ", Refused(usual with { Kinds = ["everything"] }), StringComparison.Ordinal);
        Assert.StartsWith("kinds: ", Refused(usual with { Kinds = null }), StringComparison.Ordinal);
        Assert.StartsWith("ways: ", Refused(usual with { Ways = ["push", "push"] }), StringComparison.Ordinal);
        Assert.StartsWith("ways: ", Refused(usual with { Ways = ["pigeon"] }), StringComparison.Ordinal);
        Assert.StartsWith("least_severity: ", Refused(usual with { LeastSeverity = 4 }), StringComparison.Ordinal);
        Assert.StartsWith("quiet_from: ", Refused(usual with { QuietFrom = "22:00" }), StringComparison.Ordinal);
        Assert.StartsWith("quiet_to: ", Refused(usual with { QuietFrom = "22:00", QuietTo = "6 am" }), StringComparison.Ordinal);
        Assert.StartsWith("edition_hour: ", Refused(usual with { EditionHour = 24 }), StringComparison.Ordinal);
        Assert.StartsWith("area.radius_km: ", Refused(usual with { Area = new TellingArea(0, 0, double.NaN) }), StringComparison.Ordinal);
        Assert.StartsWith("area.lat: ", Refused(usual with { Area = new TellingArea(91, 0, 1) }), StringComparison.Ordinal);
        Assert.StartsWith("agreements: ", Refused(usual with { Agreements = ["x"] }), StringComparison.Ordinal);
    }
}
