using System.Net;
using Microsoft.AspNetCore.Http;
using Parley.Console.Accounts;

namespace Parley.Tests.Console;

public sealed class LimitsTests
{
    [Fact]
    public void Who_asks_too_often_from_one_network_is_kept_out_and_others_are_not()
    {
        using var limits = new Limits();
        var asked = 0;
        while (asked < 1000 && limits.MayAsk(From("192.0.2.1")))
        {
            asked++;
        }

        Assert.Equal(60, asked);
        Assert.False(limits.MayAsk(From("::ffff:192.0.2.1")));
        Assert.True(limits.MayAsk(From("192.0.2.2")));
        for (var i = 0; i < 60; i++)
        {
            limits.MayAsk(From($"2001:db8::{i}"));
        }

        Assert.False(limits.MayAsk(From("2001:db8::ffff")));
        Assert.True(limits.MayAsk(From("2001:db8:0:1::1")));
    }

    [Fact]
    public void Only_tries_that_fail_count_and_an_address_gets_five_links()
    {
        using var limits = new Limits();
        for (var i = 0; i < 200; i++)
        {
            Assert.True(limits.MayTry(From("192.0.2.1")));
        }

        for (var i = 0; i < 40; i++)
        {
            limits.Failed(From("192.0.2.1"));
        }

        Assert.False(limits.MayTry(From("192.0.2.1")));
        Assert.True(limits.MayTry(From("192.0.2.3")));
        Assert.Equal(5, Enumerable.Range(0, 9).Count(i => limits.MaySend(i % 2 == 0 ? "ash@example.org" : "ASH@example.org")));
        Assert.True(limits.MaySend("birch@example.org"));
    }

    [Theory]
    [InlineData("/line", "/line")]
    [InlineData("/line?party=quill", "/line?party=quill")]
    [InlineData("//evil.example/", null)]
    [InlineData("/\\evil.example/", null)]
    [InlineData("https://evil.example/", null)]
    [InlineData("line", null)]
    [InlineData("/a\r\nSet-Cookie: x", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_way_onward_leads_to_a_page_of_this_console_or_nowhere(string? path, string? onward) => Assert.Equal(onward, Visit.LocalPath(path));

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
}
