using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Console.Roles;

namespace Parley.Tests.Console;

/// <summary>What waits for a second officer can always be shown to one.</summary>
public sealed class ConsentBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-consents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"reason":"x","z":"\ud800"}""")]
    [InlineData("""{"fingerprint":"1","reason":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public void A_request_with_half_a_character_in_it_is_refused_and_hides_none_of_the_others(string body)
    {
        var book = ConsentBook.Open(_folder, TimeProvider.System);
        var asker = new Person("p1", "Capt. Ash", "ash@example.org", Role.DutyOfficer, "en", "UTC", true);
        Assert.True(book.Ask(asker, Deed.Suspend, "suspendAgreement", new Dictionary<string, string>(), """{"reason":"The strait is closed.","limit":1e999}""").Ok);
        Assert.Contains("Unicode", book.Ask(asker, Deed.Suspend, "suspendAgreement", new Dictionary<string, string>(), body).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal("The strait is closed.", ConsentViews.Of(Assert.Single(book.Waiting())).Reason);
        Assert.Single(ConsentBook.Open(_folder, TimeProvider.System).Waiting());
    }
}
