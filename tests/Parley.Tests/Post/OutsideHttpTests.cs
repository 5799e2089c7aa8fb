using System.Net;
using Parley.Post.Uss;

namespace Parley.Tests.Post;

public sealed class OutsideHttpTests
{
    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8::1")]
    [InlineData("fd12::1")]
    public void An_address_of_another_machine_is_called(string address) => Assert.True(OutsideHttp.IsAllowed(IPAddress.Parse(address), loopback: false));

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    public void Link_local_metadata_and_group_addresses_are_never_called(string address) => Assert.False(OutsideHttp.IsAllowed(IPAddress.Parse(address), loopback: true));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void This_machine_is_called_only_where_the_exchange_is_on_it(string address)
    {
        Assert.True(OutsideHttp.IsAllowed(IPAddress.Parse(address), loopback: true));
        Assert.False(OutsideHttp.IsAllowed(IPAddress.Parse(address), loopback: false));
    }
}
