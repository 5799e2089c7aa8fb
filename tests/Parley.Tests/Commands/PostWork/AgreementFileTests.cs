using System.Text;
using System.Text.Json;
using Parley.Commands.PostWork;
using Parley.Tests.Architecture;

namespace Parley.Tests.Commands.PostWork;

/// <summary>Agreements from files: what YAML may say, and the one sentence for what it may not.</summary>
public sealed class AgreementFileTests
{
    private static readonly string Example = Path.Combine(Repository.Root, "examples", "agreement.yaml");

    private static string Json(string yaml) => Encoding.UTF8.GetString(YamlToJson.Convert(yaml).Value.Json);

    private static string Fault(string yaml) => YamlToJson.Convert(yaml).Problem!.ToString();

    [Fact]
    public void The_example_is_an_agreement_that_can_be_drafted()
    {
        var document = AgreementFile.Read(Example).Value;
        Assert.Equal(["aldermoor", "quill"], document.GetProperty("parties").EnumerateArray().Select(static p => p.GetString()!));
        Assert.Equal(JsonValueKind.Number, document.GetProperty("separation").GetProperty("time_s").ValueKind);
        Assert.Equal("2026-01-01T00:00:00Z", document.GetProperty("valid_from").GetString());
    }

    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: -0.50", """{"a":-0.50}""")]
    [InlineData("a: 1e3", """{"a":1e3}""")]
    [InlineData("a: 007", """{"a":"007"}""")]
    [InlineData("a: '7'", """{"a":"7"}""")]
    [InlineData("a: 12:30", """{"a":"12:30"}""")]
    [InlineData("a: 2026-05-01T10:00:00Z", """{"a":"2026-05-01T10:00:00Z"}""")]
    [InlineData("a: no", """{"a":"no"}""")]
    [InlineData("a: .inf", """{"a":".inf"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: \"true\"", """{"a":"true"}""")]
    [InlineData("a: ~\nb:", """{"a":null,"b":null}""")]
    [InlineData("- [1, {b: x}]\n- y # a comment", """[[1,{"b":"x"}],"y"]""")]
    [InlineData("a: |\n  one\n  two", """{"a":"one\ntwo"}""")]
    public void Numbers_stay_numbers_and_all_other_words_stay_text(string yaml, string json) => Assert.Equal(json, Json(yaml));

    [Theory]
    [InlineData("a: &x 1\nb: *x", "line 1: has an anchor (&); write the value out where it is needed")]
    [InlineData("a: 1\nb: *x", "line 2: has an alias (*); write the value out")]
    [InlineData("a: 1\nb: !!binary aGk=", "line 2: has a tag (!); write the value without it")]
    [InlineData("a: 1\nb: 2\na: 3", "line 3: says 'a' a second time")]
    [InlineData("a: 1\n? [b]\n: 2", "line 2: has a name that is no plain text")]
    [InlineData("a: 1\n---\nb: 2", "line 2: begins a second document; give one")]
    [InlineData("", "is empty")]
    [InlineData("# nothing", "is empty")]
    public void What_is_not_plain_YAML_is_one_sentence_with_its_line(string yaml, string sentence) => Assert.Equal(sentence, Fault(yaml));

    [Theory]
    [InlineData("a: 1\nb: [1, 2", "line ")]
    [InlineData("a: 1\n\tb: 2", "line 2")]
    [InlineData("a: 'open", "line ")]
    [InlineData("a: b: c", "line 1")]
    public void What_is_no_YAML_at_all_is_said_with_its_line(string yaml, string begins) =>
        Assert.Matches($@"^{begins}.*is not YAML that can be read: [^\n]+$", Fault(yaml));

    [Fact]
    public void A_document_that_is_too_deep_or_too_large_is_refused()
    {
        Assert.Equal("line 1: is nested more than 32 deep", Fault(new string('[', 40_000)));
        Assert.Equal("is larger than 64 kB; simplify the area", Fault("a: " + new string('x', 70_000)));
    }

    [Fact]
    public void A_text_that_is_no_Unicode_is_refused() => Assert.NotNull(YamlToJson.Convert("a: \"\\ud800\"").Problem);

    [Theory]
    [InlineData("separation:  # nearer than all three is a conflict\n  horizontal_m: 1000", "separation:\n  horizontal_m: -5", "line 23, separation.horizontal_m: must be a number from 0 to 500000")]
    [InlineData("parties: [aldermoor, quill]", "parties: [aldermoor]", "line 5, parties: must name 2 to 16 different parties")]
    [InlineData("valid_from: 2026-01-01T00:00:00Z", "valid_from: tomorrow", "line 17, valid_from: can't be read as what belongs there; see docs/formats.md for an agreement's document")]
    [InlineData("title: Deconfliction over the Skerry Strait\n", "", "title: is missing; an agreement must say it")]
    public void A_fault_in_what_is_agreed_is_named_with_its_line(string from, string to, string sentence)
    {
        var text = File.ReadAllText(Example).Replace("separation:                  #", "separation:  #", StringComparison.Ordinal);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.Equal(sentence, AgreementFile.Parse(text.Replace(from, to, StringComparison.Ordinal)).Problem!.ToString());
    }

    [Theory]
    [InlineData("{\n\"title\": 1,\n}", "line 3: is not JSON that can be read")]
    [InlineData("{\"title\": \"x\"}", "parties: is missing; an agreement must say it")]
    [InlineData("{\"motto\": \"x\"}", "“motto” is nothing that an agreement says here; take it out, so that nobody signs what has no effect")]
    public void JSON_is_read_as_JSON(string json, string sentence) => Assert.Equal(sentence, AgreementFile.Parse(json).Problem!.ToString());

    [Fact]
    public void A_file_that_is_not_there_is_one_sentence() => Assert.Equal("nowhere.yaml: there is no such file", AgreementFile.Read("nowhere.yaml").Problem!.ToString());
}
