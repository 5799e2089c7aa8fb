using Parley.F3548;
using Parley.Relay;

namespace Parley.Tests.Relay;

public sealed class OwnAddressesTests
{
    private static OwnAddresses Listening(string url, params string[] names)
    {
        var own = new OwnAddresses();
        own.Listen([new Uri(url)], names);
        return own;
    }

    [Theory]
    [InlineData("http://127.0.0.1:8082", "http://127.0.0.1:8082/uss/north")]
    [InlineData("http://127.0.0.1:8082", "http://localhost:8082/uss/north")]
    [InlineData("http://0.0.0.0:8082", "http://127.0.0.1:8082/uss/north.2")]
    [InlineData("http://10.1.2.3:80", "http://10.1.2.3/uss/north")]
    public void A_posts_address_where_the_exchange_listens_is_its_own(string listening, string url)
    {
        Assert.True(Listening(listening).Leads(new Uri(url)));
        Assert.Equal(url, UssBaseUrl.Check(url, allowHttp: false, Listening(listening)).Value);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8083/uss/north")]
    [InlineData("http://example.com:8082/uss/north")]
    [InlineData("http://127.0.0.1:8082/north")]
    [InlineData("http://127.0.0.1:8082/uss/north/more")]
    [InlineData("http://127.0.0.1:8082/uss/")]
    [InlineData("http://127.0.0.1:8082/uss/north?x")]
    [InlineData("http://user@127.0.0.1:8082/uss/north")]
    [InlineData("http://127.0.0.1.example.com:8082/uss/north")]
    public void No_other_http_address_is(string url)
    {
        Assert.False(Listening("http://127.0.0.1:8082").Leads(new Uri(url)));
        Assert.False(UssBaseUrl.Check(url, allowHttp: false, Listening("http://127.0.0.1:8082")).Ok);
    }

    [Fact]
    public void A_name_among_the_audiences_leads_here_too()
    {
        Assert.True(Listening("http://0.0.0.0:8082", "exchange.example").Leads(new Uri("http://exchange.example:8082/uss/north")));
        Assert.False(Listening("http://0.0.0.0:8082", "exchange.example").Leads(new Uri("http://exchange.example:8083/uss/north")));
    }

    [Fact]
    public void Before_it_listens_nothing_is_its_own() => Assert.False(new OwnAddresses().Leads(new Uri("http://127.0.0.1:8082/uss/north")));
}
