using System.Text;
using Parley.Commands.PostWork;
using Parley.Console.Agreements;
using Parley.Console.Parts;
using Parley.Console.Texts;
using Parley.Core.Post;
using Parley.Post;
using Parley.Tests.Architecture;

namespace Parley.Tests.Console.Agreements;

/// <summary>An agreement's terms in the console's form and in words.</summary>
public sealed class DraftedTermsTests
{
    private static AgreementDocument Example()
    {
        var json = AgreementFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "examples/agreement.yaml"))).Value;
        return AgreementReader.Read(Encoding.UTF8.GetBytes(json.GetRawText())).Value;
    }

    [Theory]
    [InlineData(86_400, 89_999)]
    [InlineData(3_600, 3_600.5)]
    public void An_amendment_of_a_second_is_a_change_that_is_shown(double before, double after)
    {
        var words = new TermsInWords(Wording.In("en"), TimeZoneInfo.Utc);
        var example = Example() with { ReconfirmEveryS = before };
        Assert.Equal(["reconfirm"], words.Differences(example, example with { ReconfirmEveryS = after }).Select(static c => c.Key));
    }

    [Fact]
    public void What_the_form_was_filled_with_comes_out_of_it_unchanged()
    {
        var example = Example();
        var read = DraftedTerms.From(example).Read();
        Assert.True(read.Ok, read.Problem?.ToString());
        var words = new TermsInWords(Wording.In("en"), TimeZoneInfo.Utc);
        Assert.Empty(words.Differences(example, read.Value));
        Assert.Equal(example.Contacts["aldermoor"], read.Value.Contacts["aldermoor"]);
    }

    [Fact]
    public void What_is_missing_or_out_of_range_is_named_as_the_document_names_it()
    {
        var terms = DraftedTerms.From(Example());
        terms.Vertical = null;
        Assert.Equal("separation.vertical_m", terms.Read().Problem!.Path);
        terms.Vertical = 30_000;
        Assert.Equal("separation.vertical_m", terms.Read().Problem!.Path);
        terms.Vertical = 150;
        terms.Contacts["quill"] = " \n";
        Assert.Equal("contacts", terms.Read().Problem!.Path);
        terms.Contacts["quill"] = "Desk <desk@quill.example>";
        terms.Corners = [(0, 0), (0, 1)];
        Assert.Equal("area", terms.Read().Problem!.Path);
        terms.Corners = [(0, 0), (1, 1), (0, 1), (1, 0)];
        Assert.StartsWith("area", terms.Read().Problem!.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_term_that_an_amendment_changes_is_shown_and_no_other()
    {
        var before = Example();
        var after = before with { MinimumNoticeS = 1200, Separation = before.Separation with { HorizontalM = 1852 }, MaxDurationS = null, Title = "Other" };
        var words = new TermsInWords(Wording.In("en"), TimeZoneInfo.Utc);
        Assert.Equal(["title", "notice", "vague", "separation"], words.Differences(before, after).Select(static c => c.Key));
        Assert.Contains("20 min", words.Differences(before, after)[1].After!.Says[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_says_each_term_with_its_units()
    {
        var says = new TermsInWords(Wording.In("en"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).Of(Example()).SelectMany(static t => t.Says).ToArray();
        foreach (var part in new[] { "15 min", "1,000 m · 0.54 NM", "150 m · 492 ft", "0–6,000 m · 0–19,685 ft", "2026-01-01 00:00Z (01:00)", "41°30.00′S 025°12.00′W", "FLASH: an officer acknowledges it within 1 min." })
        {
            Assert.Contains(says, s => s.Contains(part, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(3600, "1 h")]
    [InlineData(4800, "1 h 20 min")]
    [InlineData(-180, "−3 min")]
    [InlineData(86_405, "1 d")]
    public void A_span_is_said_in_its_two_largest_units(double seconds, string said) => Assert.Equal(said, Amount.Span(Wording.In("en"), seconds));

    [Theory]
    [InlineData(-41.5, 24.999999, "41°30.00′S 025°00.00′E")]
    [InlineData(0, -180, "00°00.00′N 180°00.00′W")]
    public void A_place_is_said_in_degrees_and_minutes(double lat, double lng, string said) => Assert.Equal(said, Amount.Place(lat, lng));
}
