using System.Text;
using CsCheck;
using Parley.Client.Letters;

namespace Parley.Tests.Letters;

public sealed class PartyDescriptionTests
{
    [Fact]
    public void Keys_are_the_same_after_being_saved_and_only_their_owner_may_read_them()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("parley").FullName, "keys.json");
        using var keys = PartyKeys.Create("north", [new Contact("duty", "duty@example.org")]);
        keys.Save(path);
        using var back = PartyKeys.Load(path).Value;
        Assert.Equal(keys.Description.ToJson(), back.Description.ToJson());
        Assert.Equal(keys.Description.Fingerprint, back.Description.Fingerprint);
        Assert.Matches("^([0-9]{5} ){5}[0-9]{5}$", back.Description.Fingerprint);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        File.WriteAllText(path, "{}");
        Assert.False(PartyKeys.Load(path).Ok);
        Assert.False(PartyKeys.Load(path + ".none").Ok);
    }

    [Theory]
    [InlineData("\"name\":\"north\"", "\"name\":\"exchange\"")]
    [InlineData("\"name\":\"north\"", "\"name\":\"Exchange\"")]
    [InlineData("\"name\":\"north\"", "\"name\":\"no rth\"")]
    [InlineData("\"name\":\"north\"", "\"name\":\"-north\"")]
    [InlineData("\"name\":\"north\"", "\"name\":null")]
    [InlineData("\"crv\":\"P-256\"", "\"crv\":\"P-384\"")]
    [InlineData("\"use\":\"sig\"", "\"use\":\"enc\"")]
    [InlineData("\"kid\":\"", "\"kid\":\"A")]
    [InlineData("\"x\":\"", "\"x\":\"AAAA")]
    [InlineData("\"kty\":\"EC\"", "\"kty\":null")]
    [InlineData("duty officer", "duty\\u202eofficer")]
    [InlineData("duty officer", "duty\\u0007officer")]
    [InlineData("\"contacts\":[", "\"contacts\":[null,")]
    [InlineData("\"contacts\":", "\"other\":")]
    [InlineData("{", "[")]
    public void A_description_that_is_not_whole_is_a_problem_in_one_sentence(string good, string bad)
    {
        using var keys = PartyKeys.Create("north", [new Contact("duty officer")]);
        var json = Encoding.UTF8.GetString(keys.Description.ToJson());
        Assert.True(PartyDescription.Parse(Encoding.UTF8.GetBytes(json)).Ok);
        Assert.Contains(good, json, StringComparison.Ordinal);
        var at = json.IndexOf(good, StringComparison.Ordinal);
        var problem = PartyDescription.Parse(Encoding.UTF8.GetBytes(json[..at] + bad + json[(at + good.Length)..])).Problem;
        Assert.NotNull(problem);
        Assert.DoesNotContain('\n', problem.ToString());
    }

    [Fact]
    public void Whatever_bytes_come_as_a_description_never_throw()
    {
        using var keys = PartyKeys.Create("north", [new Contact("duty officer")]);
        var good = keys.Description.ToJson();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            (at, value) => { _ = PartyDescription.Parse([.. good[..at], value, .. good[(at + 1)..]]).Ok; }, iter: 2_000, threads: 1);
    }
}
