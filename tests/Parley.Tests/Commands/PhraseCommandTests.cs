using System.Text.Json;
using Parley.Commands;
using Parley.Core.Line;

namespace Parley.Tests.Commands;

public sealed class PhraseCommandTests
{
    private static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData(0, "LNK-01  ROUTINE    Link check. How do you read?", "phrases")]
    [InlineData(0, "SAF-01  FLASH      STOP. Arrêtez immédiatement tout mouvement.", "phrases", "--language", "fr")]
    [InlineData(0, "uk  Перевірка зв’язку. Як нас чуєте?", "phrase", "LNK-01")]
    [InlineData(0, "До: 2026-11-24 14:05Z.", "phrase", "SAF-05", "until=2026-11-24T14:05:00Z", "--language", "ru")]
    [InlineData(0, "עד: \u20662026-11-24 14:05Z\u2069.", "phrase", "SAF-05", "until=2026-11-24T14:05:00Z", "--language", "he")]
    [InlineData(0, "Position: 12°20.400′S 038°03.000′W.", "phrase", "SAR-07", "position=-12.34,-38.05", "--language", "en")]
    [InlineData(2, "parley phrase: CODE is not a phrase of this phrasebook; parley phrases lists them. Did you mean LNK-01?", "phrase", "LNK-O1")]
    [InlineData(2, "parley phrase: until: is missing in SAF-05; write an RFC 3339 time like 2026-11-24T14:05:00Z.", "phrase", "SAF-05")]
    [InlineData(2, "parley phrase: until: is not a time; write an RFC 3339 time like 2026-11-24T14:05:00Z.", "phrase", "SAF-05", "until=noon")]
    [InlineData(2, "parley phrase: slots: contains one that SAF-05 has not; it has until.", "phrase", "SAF-05", "until=2026-11-24T14:05:00Z", "where=here")]
    [InlineData(2, "parley phrase: Write each slot as SLOT=VALUE", "phrase", "SAF-05", "noon")]
    [InlineData(2, "parley phrase: A slot is given twice; give each once.", "phrase", "SAF-05", "until=a", "until=b")]
    [InlineData(2, "--language got 'de'; give en or ru or he or ar or uk or fr.", "phrase", "LNK-01", "--language", "de")]
    public async Task A_phrase_is_printed_or_one_sentence_says_why_not(int expected, string contains, params string[] args)
    {
        var (code, output, error) = await Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(contains, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_listing_as_json_says_how_every_slot_is_written()
    {
        var (code, output, _) = await Run("phrases", "--json");
        Assert.Equal(0, code);
        using var all = JsonDocument.Parse(output);
        Assert.Equal(Phrasebook.All.Length, all.RootElement.GetArrayLength());
        var first = all.RootElement.EnumerateArray().Single(p => p.GetProperty("code").GetString() == "AIR-01");
        Assert.Equal("IMMEDIATE", first.GetProperty("precedence").GetString());
        Assert.Equal(PhraseLanguage.All.Length, first.GetProperty("texts").EnumerateObject().Count());
        Assert.Equal("54.0312,19.1345", first.GetProperty("slots")[0].GetProperty("example").GetString());

        var (_, french, _) = await Run("phrases", "--json", "--language", "fr");
        using var one = JsonDocument.Parse(french);
        Assert.All(one.RootElement.EnumerateArray(), p => Assert.Equal("fr", Assert.Single(p.GetProperty("texts").EnumerateObject()).Name));
    }
}
