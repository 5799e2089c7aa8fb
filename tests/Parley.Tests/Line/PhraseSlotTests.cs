using System.Globalization;
using System.Text;
using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Line;

namespace Parley.Tests.Line;

/// <summary>What slots take, what they refuse, and how a filled phrase reads.</summary>
public sealed class PhraseSlotTests
{
    private static readonly PhraseSlotType[] Types = Enum.GetValues<PhraseSlotType>();

    private static readonly Gen<PhraseSlotValue> Values = Gen.OneOf(
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], PhraseSlotValue (lat, lng) => new PositionValue(new LatLng(Math.Round(lat, 7) + 0.0, Math.Round(lng, 7) + 0.0))),
        Gen.Select(Gen.Int[-8_000, 100_000], Gen.OneOfConst("ft", "m"), PhraseSlotValue (number, unit) => new AltitudeValue(number, unit)),
        Gen.Long[0, Instant.Max.Ticks].Select(PhraseSlotValue (ticks) => new TimeValue(new Instant(ticks))),
        Gen.Char["ABCXYZabcxyz0189"].Array[1, 12].Select(PhraseSlotValue (letters) => new CallSignValue(new string(letters))),
        Gen.Guid.Select(PhraseSlotValue (id) => new IntentIdValue(new EntityId(id))),
        Gen.Int[0, 99_999].Select(PhraseSlotValue (number) => new NumberValue(number)),
        Gen.Select(Gen.Int[0, 9_999_999], Gen.OneOfConst("m", "km", "ft", "NM"), PhraseSlotValue (number, unit) => new DistanceValue(number / 1_000m, unit)),
        Gen.Select(Gen.Int[0, 8_784], Gen.OneOfConst("s", "min", "h"), PhraseSlotValue (number, unit) => new DurationValue(number, unit)));

    private static Dictionary<string, string> Right(Phrase phrase) => phrase.Slots.ToDictionary(s => s.Name, s => s.Type.Example());

    private static Phrase With(PhraseSlotType type) => Phrasebook.All.First(p => p.Slots.Any(s => s.Type == type));

    private static Checked<FilledPhrase> Put(PhraseSlotType type, string text)
    {
        var phrase = With(type);
        var slots = Right(phrase);
        slots[phrase.Slots.First(s => s.Type == type).Name] = text;
        return Phrasebook.Check(phrase.Code, slots);
    }

    private static PhraseSlotValue ValueIn(FilledPhrase filled, PhraseSlotType type) => filled.Values.First(v => v.Type == type);

    [Fact]
    public void What_a_letter_carries_is_read_back_as_it_was() =>
        Values.Sample(value => Assert.Equal(value, ValueIn(Put(value.Type, value.Wire).Value, value.Type)));

    [Fact]
    public void Whatever_stands_in_a_slot_is_shown_in_printable_text_that_runs_one_way() => Values.Sample(value =>
    {
        var filled = Put(value.Type, value.Wire).Value;
        Assert.All(value.Shown, c => Assert.True(c is (>= ' ' and <= '~') or '°' or '′', value.Shown));
        Assert.All(PhraseLanguage.All, language =>
        {
            var text = filled.In(language);
            var isolates = text.Count(c => c == FilledPhrase.IsolateLeftToRight);
            Assert.Equal(language.RightToLeft ? filled.Values.Length : 0, isolates);
            Assert.Equal(isolates, text.Count(c => c == FilledPhrase.EndOfIsolate));
            Assert.All(filled.Values, v => Assert.Contains(language.RightToLeft ? $"\u2066{v.Shown}\u2069" : v.Shown, text, StringComparison.Ordinal));
        });
    });

    [Fact]
    public void Every_phrase_renders_in_every_language_without_a_slot_left_or_a_control_character() => Assert.All(Phrasebook.All, phrase =>
    {
        foreach (var language in PhraseLanguage.All)
        {
            var text = Phrasebook.Render(phrase.Code, Right(phrase), language.Code).Value;
            Assert.DoesNotContain('{', text);
            Assert.DoesNotContain(text, char.IsControl);
            Assert.All(text.EnumerateRunes(), r => Assert.True(
                Rune.GetUnicodeCategory(r) != UnicodeCategory.Format || r.Value is FilledPhrase.IsolateLeftToRight or FilledPhrase.EndOfIsolate));
        }
    });

    [Theory]
    [InlineData(PhraseSlotType.Position, "54.0312, 19.1345", "54.0312,19.1345", "54°01.872′N 019°08.070′E")]
    [InlineData(PhraseSlotType.Position, "-12.34,-38.05", "-12.34,-38.05", "12°20.400′S 038°03.000′W")]
    [InlineData(PhraseSlotType.Position, "0,-0", "0,0", "00°00.000′N 000°00.000′E")]
    [InlineData(PhraseSlotType.Position, "-0.0000000001,-180", "0,-180", "00°00.000′N 180°00.000′W")]
    [InlineData(PhraseSlotType.Position, "53.9999999,9.99999", "53.9999999,9.99999", "54°00.000′N 009°59.999′E")]
    [InlineData(PhraseSlotType.Altitude, "3000 ft WGS84", "3000 ft WGS84", "3000 ft (914 m) WGS84")]
    [InlineData(PhraseSlotType.Altitude, "-30 M W84", "-30 m WGS84", "-30 m (-98 ft) WGS84")]
    [InlineData(PhraseSlotType.Time, "2026-11-24T16:05:00+02:00", "2026-11-24T14:05:00Z", "2026-11-24 14:05Z")]
    [InlineData(PhraseSlotType.Time, "2026-11-24T14:05:07.5Z", "2026-11-24T14:05:07.5Z", "2026-11-24 14:05:07Z")]
    [InlineData(PhraseSlotType.CallSign, "GULL-2 1", "GULL-2 1", "GULL-2 1")]
    [InlineData(PhraseSlotType.IntentId, "2F8343BE-6482-4D1B-A474-16847E01AF1E", "2f8343be-6482-4d1b-a474-16847e01af1e", "2f8343be-6482-4d1b-a474-16847e01af1e")]
    [InlineData(PhraseSlotType.Number, "012", "12", "12")]
    [InlineData(PhraseSlotType.Distance, "5.50NM", "5.5 NM", "5.5 NM (10.2 km)")]
    [InlineData(PhraseSlotType.Distance, "300 m", "300 m", "300 m (984 ft)")]
    [InlineData(PhraseSlotType.Distance, "-0 m", "0 m", "0 m (0 ft)")]
    [InlineData(PhraseSlotType.Duration, "90 min", "90 min", "90 min")]
    public void A_value_has_one_written_form_and_one_that_people_read(PhraseSlotType type, string given, string wire, string shown)
    {
        var value = ValueIn(Put(type, given).Value, type);
        Assert.Equal((wire, shown), (value.Wire, value.Shown));
    }

    [Theory]
    [InlineData(PhraseSlotType.Position, "54.03", "91,0", "0,180.1", "54.03;19.13", "54.03,19.13,5", "N54,E19", "1e1,1", "٥٤,١٩", "+1,1", "1.,1", ".5,1", "1,  1", "NaN,1")]
    [InlineData(PhraseSlotType.Altitude, "3000", "3000 ft", "3000 ft AMSL", "FL100", "3000.5 ft WGS84", "100001 m WGS84", "-8001 m WGS84", "3000  ft WGS84", "3000 km WGS84")]
    [InlineData(PhraseSlotType.Time, "14:05Z", "2026-11-24T14:05:00", "now", "2026-13-01T00:00:00Z")]
    [InlineData(PhraseSlotType.CallSign, "-GULL", "GULL ", "GULL  2", "THIRTEEN-LONG", "ЧАЙКА", "GULL/2", "GULL_2", "\u00c9T\u00c9")]
    [InlineData(PhraseSlotType.IntentId, "2f8343be", "{2f8343be-6482-4d1b-a474-16847e01af1e}", "2f8343be64824d1ba47416847e01af1e")]
    [InlineData(PhraseSlotType.Number, "-1", "100000", "1.5", "1,000", "twelve", "٣")]
    [InlineData(PhraseSlotType.Distance, "5", "-5 NM", "5 miles", "5.0001 km", "20001 km", "5  km")]
    [InlineData(PhraseSlotType.Duration, "15", "1.5 h", "-5 min", "5 m", "8785 h", "99999999 h")]
    public void A_value_of_another_type_is_refused_in_one_sentence_that_names_slot_and_form(PhraseSlotType type, params string[] wrong)
    {
        var slot = With(type).Slots.First(s => s.Type == type);
        Assert.All(wrong.Append("").Append(" "), text =>
        {
            var problem = Put(type, text).Problem;
            Assert.NotNull(problem);
            Assert.Equal($"slots.{slot.Name}", problem.Path);
            Assert.Matches("^is not an? ", problem.Sentence);
            Assert.EndsWith(type.Form(), problem.Sentence, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Sentence);
        });
    }

    // Wherever one such character stands, in every slot: overrides, isolates, controls, marks, markup, look-alikes, half a pair.
    [Fact]
    public void Hostile_text_is_refused_in_every_slot_and_never_repeated()
    {
        string[] hostile = ["\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\ufeff", "\0", "\n", "\r", "\t", "\u001b[2J", "\u0301", "<b>", "&amp;", "{time}", "А", "\ud800", "𝟏", "\u00a0"];
        var places = Gen.Select(Gen.OneOfConst(Types), Gen.OneOfConst(hostile), Gen.Double.Unit);
        places.Sample((type, bad, where) =>
        {
            var example = type.Example();
            var problem = Put(type, example.Insert((int)(where * (example.Length + 1)), bad)).Problem;
            Assert.NotNull(problem);
            Assert.DoesNotContain(bad, problem.ToString(), StringComparison.Ordinal);
        });
        Assert.All(Types, type =>
        {
            Assert.InRange(Put(type, new string('\u0301', 65_536)).Problem!.ToString().Length, 1, 300);
            Assert.False(Put(type, new string('1', 65_536)).Ok);
            Assert.False(Put(type, type.Example() + new string(' ', 65_536)).Ok);
        });
    }

    [Fact]
    public void Any_text_at_all_is_either_a_value_or_a_problem() =>
        Gen.Select(Gen.OneOfConst(Types), Gen.String[Gen.Char["0123456789.,-:+TZWGS84 ftmkNMinhFL\u202e\u0661e"], 0, 40]).Sample((type, text) =>
        {
            if (Put(type, text).Try(out var filled, out var problem))
            {
                Assert.Equal(ValueIn(filled, type), ValueIn(Put(type, ValueIn(filled, type).Wire).Value, type));
            }
            else
            {
                Assert.EndsWith(type.Form(), problem.Sentence, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void A_missing_slot_an_unknown_one_and_an_unknown_phrase_or_language_each_have_their_sentence()
    {
        Assert.Equal(
            "slots.altitude: is missing in AIR-01; write a whole number of ft or m above the WGS84 ellipsoid, from -8000 m to 100000 m, like 3000 ft WGS84",
            Phrasebook.Check("AIR-01", new Dictionary<string, string> { ["position"] = "1,1" }).Problem!.ToString());
        Assert.Equal(
            "slots: contains one that AIR-01 has not; it has position, altitude, time",
            Phrasebook.Check("AIR-01", new Dictionary<string, string> { ["\u202enoitisop"] = "1,1" }).Problem!.ToString());
        Assert.Equal("slots: contains one that LNK-01 has not; it has no slots", Phrasebook.Check("LNK-01", new Dictionary<string, string> { ["x"] = "" }).Problem!.ToString());
        Assert.Equal("code: is not a phrase of this phrasebook; give one like AIR-01", Phrasebook.Check("AIR-\u202e99", null).Problem!.ToString());
        Assert.Equal("language: is not one of the phrasebook's; give en, ru, he, ar, uk or fr", Phrasebook.Render("LNK-01", null, "HE").Problem!.ToString());
        Assert.False(Phrasebook.Check("AIR-01", null).Ok);
        Assert.Equal("Link check. How do you read?", Phrasebook.Render("LNK-01", null, "en").Value);
    }

    [Fact]
    public void A_filled_phrase_gives_a_letter_each_value_in_its_one_form()
    {
        var filled = Phrasebook.Check("AIR-11", new Dictionary<string, string> { ["altitude"] = "900 M W84", ["call_sign"] = "GULL 21" }).Value;
        Assert.Equal(new Dictionary<string, string> { ["altitude"] = "900 m WGS84", ["call_sign"] = "GULL 21" }, filled.Wire);
        Assert.Equal("כלי הטיס שלנו משנה את גובה הטיסה. אות קריאה: \u2066GULL 21\u2069. גובה חדש: \u2066900 m (2953 ft) WGS84\u2069.", filled.In(PhraseLanguage.Hebrew));
    }
}
