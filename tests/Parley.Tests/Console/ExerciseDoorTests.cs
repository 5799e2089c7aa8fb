using System.Net;
using Microsoft.AspNetCore.Http;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Post;

namespace Parley.Tests.Console;

public sealed class ExerciseDoorTests
{
    private static readonly ExercisePerson Ash = new("Maj. Ash", Role.DutyOfficer);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("192.0.2.7", "192.0.2.1", false)]
    [InlineData("192.0.2.7", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "192.0.2.1", false)]
    public void It_is_open_to_this_machine_alone(string from, string at, bool open)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from), LocalIpAddress = IPAddress.Parse(at) } };
        Assert.Equal(open, new ExerciseDoor([Ash]).OpenTo(context));
        Assert.False(new ExerciseDoor([]).OpenTo(context));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8101", true)]
    [InlineData("http://0.0.0.0:8101", false)]
    [InlineData("https://post.example.org", false)]
    public void No_post_that_others_can_reach_opens_it(string api, bool opens)
    {
        var config = new PostConfig { Exchange = "http://127.0.0.1:8082", Api = api };
        Assert.Equal(opens, AccountsHost.Check(config, new PostFolder("nowhere"), [Ash], TimeProvider.System) is null);
        Assert.Null(AccountsHost.Check(config, new PostFolder("nowhere"), null, TimeProvider.System));
    }

    [Fact]
    public void Neither_settings_nor_the_command_line_can_open_it()
    {
        Assert.DoesNotContain(typeof(Parley.Console.ConsoleConfig).GetProperties(), static p => p.Name.Contains("Exercise", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(typeof(PostConfig).GetProperties(), static p => p.Name.Contains("Exercise", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("idle_minutes", 4, 12)]
    [InlineData("session_hours", 60, 0)]
    public void A_setting_that_is_none_is_named(string named, int idle, int hours)
    {
        var config = new PostConfig { Exchange = "http://127.0.0.1:8082", Api = "http://127.0.0.1:8101", Console = new() { IdleMinutes = idle, SessionHours = hours } };
        Assert.Equal($"console.{named}", AccountsHost.Check(config, new PostFolder("nowhere"), null, TimeProvider.System)!.Path);
    }

    [Theory]
    [InlineData("Har bour", "https://id.example.org", "parley", "name")]
    [InlineData("Harbour", "http://id.example.org", "parley", "authority")]
    [InlineData("Harbour", "id.example.org", "parley", "authority")]
    [InlineData("Harbour", "https://id.example.org", null, "client_id")]
    public void A_provider_that_can_not_be_asked_is_named(string name, string authority, string? client, string member)
    {
        var problem = Providers.Check([new() { Name = name, Authority = authority, ClientId = client }], static f => f);
        Assert.Equal($"console.oidc[0].{member}", problem!.Path);
    }
}
