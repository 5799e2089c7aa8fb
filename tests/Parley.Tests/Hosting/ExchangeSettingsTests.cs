using Microsoft.Extensions.Configuration;
using Parley.Core;
using Parley.Hosting;

namespace Parley.Tests.Hosting;

public sealed class ExchangeSettingsTests
{
    private readonly Dictionary<string, IReadOnlyList<string>> _commandLine = new(StringComparer.Ordinal) { ["data"] = ["d"], ["jwt-audience"] = ["here"] };
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _file = new(StringComparer.Ordinal);

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        _file["Exchange:MaxAreaKm2"] = "1";
        Assert.Equal(1, Read().Value.MaxAreaKm2);
        _environment["PARLEY_MAX_AREA_KM2"] = "2";
        Assert.Equal(2, Read().Value.MaxAreaKm2);
        _commandLine["max-area-km2"] = ["3"];
        Assert.Equal(3, Read().Value.MaxAreaKm2);
    }

    [Fact]
    public void An_empty_variable_is_as_if_it_were_not_set()
    {
        _file["Exchange:MaxAreaKm2"] = "1";
        _environment["PARLEY_MAX_AREA_KM2"] = "";
        Assert.Equal(1, Read().Value.MaxAreaKm2);
    }

    [Fact]
    public void What_nobody_set_has_its_default()
    {
        var options = Read().Value;
        Assert.Equal(new ExchangeOptions { Data = "d" } with { JwtAudiences = options.JwtAudiences, JwtPublicKeys = options.JwtPublicKeys, Urls = options.Urls }, options);
        Assert.Equal(["http://127.0.0.1:8082"], options.Urls);
        Assert.Equal(["here"], options.JwtAudiences);
    }

    [Fact]
    public void A_list_is_given_by_repetition_by_commas_or_as_a_list_in_the_file()
    {
        _commandLine["urls"] = ["http://a", "http://b,http://c"];
        _environment["PARLEY_JWT_PUBLIC_KEY"] = "one.pem; two.pem";
        _file["Exchange:JwtAudience:0"] = "left";
        _file["Exchange:JwtAudience:1"] = "right";
        _commandLine.Remove("jwt-audience");
        var options = Read().Value;
        Assert.Equal(["http://a", "http://b", "http://c"], options.Urls);
        Assert.Equal(["one.pem", "two.pem"], options.JwtPublicKeys);
        Assert.Equal(["left", "right"], options.JwtAudiences);
    }

    [Theory]
    [InlineData("data", "", "No folder for the journal: give --data DIR (or PARLEY_DATA).")]
    [InlineData("jwt-audience", "", "No audience to accept tokens for: give --jwt-audience NAME")]
    [InlineData("max-area-km2", "0", "--max-area-km2: takes one number from 0.001 to 510000000")]
    [InlineData("max-area-km2", "NaN", "--max-area-km2: takes one number")]
    [InlineData("max-area-km2", "much", "--max-area-km2: takes one number")]
    [InlineData("max-area-km2", "1,5", "--max-area-km2: takes one number")]
    [InlineData("max-results", "0", "--max-results: takes one whole number from 1")]
    [InlineData("max-body-bytes", "1e30", "--max-body-bytes: takes one whole number from 1024")]
    [InlineData("max-in-flight", "-1", "--max-in-flight: takes one whole number from 1")]
    [InlineData("max-party-rate", "0", "--max-party-rate: takes one whole number from 1")]
    [InlineData("retain-ended-hours", "0", "--retain-ended-hours: takes one number from 1")]
    [InlineData("snapshot-every", "1000.5", "--snapshot-every: takes one whole number")]
    [InlineData("snapshot-every", "1", "--snapshot-every: takes one whole number from 100")]
    [InlineData("journal-retention-days", "-1", "--journal-retention-days: takes one number from 0")]
    [InlineData("allow-http-uss-urls", "maybe", "--allow-http-uss-urls: is either true or false")]
    [InlineData("log-requests", "2", "--log-requests: is either true or false")]
    [InlineData("jwks", "keys.json", "--jwks: takes one absolute address")]
    public void A_bad_value_is_told_in_one_sentence_that_names_the_setting(string name, string value, string expected)
    {
        _commandLine[name] = value.Length == 0 ? [] : [value];
        Assert.StartsWith(expected, Read().Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_may_have_a_comma_in_its_name()
    {
        _commandLine["data"] = ["north, south; and between"];
        Assert.Equal("north, south; and between", Read().Value.Data);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    public void A_switch_is_read_from_the_environment_as_people_write_it(string value, bool expected)
    {
        _environment["PARLEY_ALLOW_HTTP_USS_URLS"] = value;
        Assert.Equal(expected, Read().Value.AllowHttpUssUrls);
    }

    private Checked<ExchangeOptions> Read() => new ExchangeSettings(
        _commandLine, new ConfigurationBuilder().AddInMemoryCollection(_file).Build(), name => _environment.GetValueOrDefault(name)).Read();
}
