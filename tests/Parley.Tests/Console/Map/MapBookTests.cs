using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Console.Map;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;
using Parley.Tests.Post;

namespace Parley.Tests.Console.Map;

/// <summary>A browser that asks for what changed since its revision draws what one draws that asks for all.</summary>
public sealed class MapBookTests : IAsyncDisposable
{
    private readonly Helm _helm = new();
    private readonly MapBook _book;
    private readonly Browser _browser = new();

    public MapBookTests()
    {
        _book = new MapBook(_helm.Engine);
        _helm.Engine.Start();
    }

    public ValueTask DisposeAsync() => _helm.Engine.DisposeAsync();

    [Fact]
    public void A_browser_is_given_the_whole_at_first_and_then_exactly_what_changed()
    {
        Civil(1);
        Civil(2);
        Assert.Equal((true, 2, 0), _browser.Refresh(_book));
        Assert.Equal((false, 0, 0), _browser.Refresh(_book));
        Civil(3);
        Assert.Equal((false, 1, 1), _browser.Refresh(_book));
        Civil(2, version: 2, lat: 1);
        Assert.Equal((false, 1, 1), _browser.Refresh(_book));
        Assert.Equal([1, 2, 3], _browser.Numbers);

        // Two changes of one are given once.
        Civil(1, version: 2, lat: 2);
        Civil(1, version: 3, lat: 3);
        Assert.Equal((false, 1, 1), _browser.Refresh(_book));
        _browser.SameAs(_book);
    }

    [Fact]
    public void What_shrinks_to_fewer_volumes_leaves_none_behind()
    {
        Civil(1, volumes: 3);
        _browser.Refresh(_book);
        Assert.Equal(3, _browser.Features.Count);
        Civil(1, version: 2, volumes: 1);
        _browser.Refresh(_book);
        Assert.Single(_browser.Features);
        _browser.SameAs(_book);
    }

    [Fact]
    public void What_ended_a_day_ago_leaves_by_the_clock_alone()
    {
        Civil(1, end: 60);
        Civil(2, end: 24 * 60);
        _browser.Refresh(_book);
        _helm.Pass(TimeSpan.FromMinutes((24 * 60) + 59));
        Assert.Equal((false, 0, 0), _browser.Refresh(_book));
        _helm.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal((false, 0, 1), _browser.Refresh(_book));
        Assert.Equal([2], _browser.Numbers);
        _browser.SameAs(_book);
    }

    [Fact]
    public void What_is_withdrawn_under_way_is_there_until_then_and_what_is_withdrawn_before_it_began_never_was()
    {
        Civil(1, start: 0, end: 60);
        Civil(2, start: 90, end: 120);
        Civil(3, start: 0, end: 60);
        _helm.Pass(TimeSpan.FromMinutes(30));
        _helm.Do(new DropCivil(_helm.Now, Id(1)));
        _helm.Do(new DropCivil(_helm.Now, Id(2)));
        _browser.Refresh(_book);
        Assert.Equal([1, 3], _browser.Numbers);
        Assert.Equal(30 * 60, _browser.Features[$"{Id(1)}/0"].GetProperty("properties").GetProperty("end").GetInt64() - _browser.Features[$"{Id(3)}/0"].GetProperty("properties").GetProperty("start").GetInt64());

        // Long after, the same from what is kept: what never was does not come to have been.
        _helm.Pass(TimeSpan.FromHours(3));
        var later = new Browser();
        later.Refresh(new MapBook(_helm.Engine));
        Assert.Equal([1, 3], later.Numbers);
        _browser.Refresh(_book);
        _browser.SameAs(_book);
    }

    [Fact]
    public void Another_processs_revision_and_one_that_is_none_are_given_the_whole()
    {
        Civil(1);
        _browser.Refresh(_book);
        _helm.Pass(TimeSpan.FromSeconds(1));
        var again = new MapBook(_helm.Engine);
        Assert.Equal((true, 1, 0), _browser.Refresh(again));
        var revision = _browser.Revision.Split('-');
        foreach (var since in new[] { null, "", "0", "x", "-", "1-2-3", $"{revision[0]}-99999", $"{revision[0]}--1", $"{revision[0]}-", $"{revision[0]}-9999999999999999999999", new string('9', 5000) })
        {
            Assert.True(again.Since(since).Whole, since);
        }

        Assert.False(again.Since(_browser.Revision).Whole);
    }

    [Fact]
    public void A_browser_that_was_away_for_more_changes_than_are_kept_is_given_the_whole()
    {
        var book = new MapBook(_helm.Engine) { MostChanges = 10 };
        var (away, near) = (new Browser(), new Browser());
        away.Refresh(book);
        for (var i = 0; i < 30; i++)
        {
            Civil(i % 3, version: i + 1, lat: i % 80);
            near.Refresh(book);
        }

        Assert.False(book.Since(near.Revision).Whole);
        Assert.True(away.Refresh(book).Whole);
        away.SameAs(book);
        near.SameAs(book);
    }

    [Fact]
    public void What_is_not_on_the_map_does_not_draw_it_anew()
    {
        Civil(1);
        _browser.Refresh(_book);
        _helm.Do(new PutRecipients(_helm.Now, Id(1), [new RecipientName("unit 4", "radio")]));
        _helm.Do(new MarkRecipient(_helm.Now, Id(1), "unit 4", true, "Ash"));
        var before = _browser.Revision;
        Assert.Equal((false, 0, 0), _browser.Refresh(_book));
        Assert.Equal(before, _browser.Revision);
    }

    [Fact]
    public void A_conflict_marks_both_until_it_is_over_by_the_clock()
    {
        var own = File(10);
        Civil(1, end: 60, meets: own);
        _browser.Refresh(_book);
        Assert.Equal([true, true], _browser.Features.Values.Select(static f => f.GetProperty("properties").GetProperty("conflict").GetBoolean()));
        Assert.Single(_browser.Conflicts);
        _helm.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal((false, 2, 2), _browser.Refresh(_book));
        Assert.Equal([false, false], _browser.Features.Values.Select(static f => f.GetProperty("properties").GetProperty("conflict").GetBoolean()));
        Assert.Empty(_browser.Conflicts);
        _browser.SameAs(_book);
    }

    [Fact]
    public void An_own_intent_is_drawn_while_it_is_filed_and_gone_when_that_fails()
    {
        var plan = Plan();
        _helm.Do(new BeginFiling(_helm.Now, Id(10), FilingStep.File, plan, "s"));
        Assert.Equal((true, 1, 0), _browser.Refresh(_book));
        _helm.Do(new FailFiling(_helm.Now, Id(10), "refused"));
        Assert.Equal((false, 0, 1), _browser.Refresh(_book));
        Assert.Empty(_browser.Features);

        var own = File(11);
        _browser.Refresh(_book);
        Assert.True(_browser.Features[$"{own}/0"].GetProperty("properties").GetProperty("mine").GetBoolean());
        Assert.Equal("patrol", _browser.Features[$"{own}/0"].GetProperty("properties").GetProperty("label").GetString());
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"},\"x\":{\"")]
    [InlineData("all \u202Eraelc")]
    [InlineData("\ud800 half")]
    [InlineData("Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301")]
    public void A_hostile_name_is_a_text_in_the_answer_and_misleads_nobody(string name)
    {
        _helm.Take([PostCodec.Encode(CivilOf(1, manager: name))]);
        var text = Encoding.UTF8.GetString(_book.Since(null).ToJson());
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', text);
        _browser.Refresh(_book);
        var label = Assert.Single(_browser.Features).Value.GetProperty("properties").GetProperty("label").GetString()!;
        Assert.True(Parley.Client.Letters.PlainText.IsSafe(label), label);
    }

    [Fact]
    public void A_footprint_has_no_altitudes_and_what_is_told_in_full_has_them()
    {
        _helm.Take([PostCodec.Encode(CivilOf(1) with { Volumes = PostVolumes.Write(Volumes(1, 0, 0, 60), footprint: true) })]);
        Civil(3);
        _browser.Refresh(_book);
        Assert.Equal([1, 3], _browser.Numbers);
        Assert.False(_browser.Features[$"{Id(1)}/0"].GetProperty("properties").TryGetProperty("lower", out _));
        Assert.Equal(100, _browser.Features[$"{Id(3)}/0"].GetProperty("properties").GetProperty("lower").GetDouble());
    }

    [Fact]
    public void Among_ten_thousand_a_change_gives_one_and_the_whole_is_packed()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _helm.Take([PostCodec.Encode(CivilOf(i, lat: i % 80))]);
        }

        Assert.Equal((true, 10_000, 0), _browser.Refresh(_book));
        Civil(5000, version: 2, lat: 1);
        var answer = _book.Since(_browser.Revision);
        Assert.Equal((1, 1, false), (answer.Features.Count, answer.Removed.Count, answer.IsWorthPacking));
        var whole = _book.Since(null);
        Assert.True(whole.IsWorthPacking);
        var packed = whole.ToGzip();
        using var unpacked = new MemoryStream();
        new GZipStream(new MemoryStream(packed), CompressionMode.Decompress).CopyTo(unpacked);
        Assert.Equal(whole.ToJson(), unpacked.ToArray());
        Assert.InRange(packed.Length, 1, unpacked.Length / 3);
    }

    [Fact]
    public void Whatever_happens_a_browser_that_follows_draws_what_one_draws_that_asks_for_all() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 40], Gen.Int[1, 1600]).Array[1, 60].Sample(static steps =>
        {
            var test = new MapBookTests();
            var (often, seldom, version) = (new Browser(), new Browser(), 0);
            foreach (var (what, id, start, length) in steps)
            {
                switch (what)
                {
                    case < 4:
                        test.Civil(id, version: ++version, lat: id, start: start - 20, end: start - 20 + length, volumes: 1 + (length % 3));
                        break;
                    case 4:
                        test._helm.Do(new DropCivil(test._helm.Now, Id(id)));
                        break;
                    case 5:
                        test.Civil(id, version: ++version, start: start, end: start + length, meets: test.File(1000 + ++version));
                        break;
                    case 6:
                        test._helm.Do(new BeginFiling(test._helm.Now, Id(100 + id), FilingStep.File, test.Plan(), "s"));
                        break;
                    case 7:
                        test._helm.Do(new FailFiling(test._helm.Now, Id(100 + id), "no"));
                        break;
                    case 8:
                        test._helm.Pass(TimeSpan.FromMinutes(length));
                        break;
                    default:
                        seldom.Refresh(test._book);
                        break;
                }

                often.Refresh(test._book);
            }

            seldom.Refresh(test._book);
            often.SameAs(test._book);
            seldom.SameAs(test._book);
            // And what was followed is what the state gives anew.
            often.SameAs(new MapBook(test._helm.Engine));
        }, iter: 300);

    private void Civil(int id, int version = 1, int lat = 0, int start = 0, int end = 60, int volumes = 1, EntityId? meets = null) =>
        _helm.Do(CivilOf(id, version, lat, start, end, volumes, meets));

    private TakeCivil CivilOf(int id, int version = 1, int lat = 0, int start = 0, int end = 60, int volumes = 1, EntityId? meets = null, string manager = "uss1")
    {
        var shapes = Volumes(volumes, lat, start, end);
        ImmutableArray<Closeness> pairs = meets is { } other
            ? [new Closeness(Sea.ConflictOf(Id(id), other), other, true, [], 10, 0, 0, new SeparationTerms(100, 100, 100), 1, 2, shapes[0].Time.Start, shapes[0].Time.End)]
            : [];
        return new TakeCivil(_helm.Now, Id(id), false, new PartyName(manager), version, IntentState.Accepted, PostVolumes.Write(shapes), PostVolumes.Facts(shapes, null), pairs, "ovn");
    }

    private OwnPlan Plan()
    {
        var shapes = Volumes(1, 0, 0, 300);
        return new OwnPlan(DeclaredKind.Intent, IntentState.Accepted, PostVolumes.Write(shapes), [], PostVolumes.Facts(shapes, null), false, Activity: "patrol");
    }

    private EntityId File(int id)
    {
        _helm.Do(new BeginFiling(_helm.Now, Id(id), FilingStep.File, Plan(), "s"));
        _helm.Do(new EndFiling(_helm.Now, Id(id), [], [], "ovn"));
        return Id(id);
    }

    private ImmutableArray<Volume4D> Volumes(int count, int lat, int start, int end) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Volume4D(
            CircleOutline.Create(new LatLng(lat, i), 500, new OutlineLimits(10, 1000)).Value, new AltitudeBand(new Altitude(100), new Altitude(200)),
            new TimeInterval(_helm.Now.Plus(TimeSpan.FromMinutes(start)), _helm.Now.Plus(TimeSpan.FromMinutes(end))))),
    ];

    private static EntityId Id(int number) => new(new Guid(number, 3, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    /// <summary>What map.js does with the answers.</summary>
    private sealed class Browser
    {
        public string Revision { get; private set; } = "0";

        public SortedDictionary<string, JsonElement> Features { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Conflicts { get; private set; } = [];

        public IEnumerable<int> Numbers => Features.Keys.Select(static k => BitConverter.ToInt32(Guid.Parse(k[..36]).ToByteArray())).Distinct().Order();

        public (bool Whole, int Features, int Removed) Refresh(MapBook book)
        {
            using var json = JsonDocument.Parse(book.Since(Revision).ToJson());
            var answer = json.RootElement.Clone();
            Revision = answer.GetProperty("revision").GetString()!;
            var whole = answer.GetProperty("whole").GetBoolean();
            if (whole)
            {
                Features.Clear();
            }

            var removed = answer.GetProperty("removed").EnumerateArray().Select(static r => r.GetString()!).ToArray();
            foreach (var key in Features.Keys.Where(k => removed.Contains(k[..36])).ToArray())
            {
                Features.Remove(key);
            }

            var features = answer.GetProperty("features").EnumerateArray().ToArray();
            foreach (var feature in features)
            {
                Features.Add(feature.GetProperty("properties").GetProperty("id").GetString()!, feature);
            }

            Conflicts = [.. answer.GetProperty("conflicts").EnumerateArray().Select(static c => c.GetProperty("properties").GetProperty("id").GetString()!)];
            Assert.Equal(JsonValueKind.Array, answer.GetProperty("areas").ValueKind);
            return (whole, features.Select(static f => f.GetProperty("properties").GetProperty("intent").GetString()).Distinct().Count(), removed.Length);
        }

        public void SameAs(MapBook book)
        {
            var other = new Browser();
            Refresh(book);
            Assert.True(other.Refresh(book).Whole);
            Assert.Equal(other.Features.Select(static f => f.Value.GetRawText()), Features.Select(static f => f.Value.GetRawText()));
            Assert.Equal(other.Conflicts, Conflicts);
        }
    }
}
