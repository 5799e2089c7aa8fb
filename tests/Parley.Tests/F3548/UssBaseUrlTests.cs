using Parley.F3548;

namespace Parley.Tests.F3548;

public sealed class UssBaseUrlTests
{
    [Theory]
    [InlineData("https://uss.example.com")]
    [InlineData("https://uss.example.com:8443/utm/v1")]
    [InlineData("https://[2001:db8::1]/utm")]
    [InlineData("https://uss.example.com/utm?tenant=7")]
    public void An_https_address_is_kept_as_it_was_written(string url) => Assert.Equal(url, UssBaseUrl.Check(url, allowHttp: false).Value);

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "is missing")]
    [InlineData("uss.example.com", "'uss.example.com' is not an absolute address")]
    [InlineData("/utm", "must begin with https://|is not an absolute address")]
    [InlineData("https://", "'https://' is not an absolute address")]
    [InlineData("ftp://uss.example.com", "must begin with https://")]
    [InlineData("javascript:alert(1)", "is not an absolute address")]
    [InlineData("http://uss.example.com", "must begin with https://")]
    [InlineData(" https://uss.example.com", "is not an absolute address")]
    [InlineData("https://uss.example.com/a\r\nHost: b", "is not an absolute address")]
    [InlineData("https://user:secret@uss.example.com", "carries a user name")]
    public void An_address_that_cannot_be_used_is_refused_with_one_sentence(string? url, string expected)
    {
        var problem = UssBaseUrl.Check(url, allowHttp: false).Problem!;
        Assert.Equal("uss_base_url", problem.Path);
        Assert.Contains(expected.Split('|'), e => problem.Sentence.Contains(e, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Http_is_taken_only_where_it_was_allowed()
    {
        Assert.True(UssBaseUrl.Check("http://localhost:8082", allowHttp: true).Ok);
        Assert.False(UssBaseUrl.Check("ftp://localhost", allowHttp: true).Ok);
    }

    [Fact]
    public void An_overlong_address_is_refused_and_not_repeated_in_full()
    {
        Assert.True(UssBaseUrl.Check("https://uss.example.com/".PadRight(1_024, 'x'), allowHttp: false).Ok);
        Assert.True(UssBaseUrl.Check("https://uss.example.com/".PadRight(1_025, 'x'), allowHttp: false).Problem!.Sentence.Length < 200);
    }
}
