using Microsoft.Extensions.Logging.Abstractions;
using Parley.Commands;
using Parley.Tokens;

namespace Parley.Tests.Commands;

/// <summary>What keygen makes, token signs with and the exchange's own verifier accepts.</summary>
public sealed class KeygenAndTokenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley keygen ").FullName;

    private string At(string name) => Path.Combine(_folder, name);

    private static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_by_a_fresh_key_is_accepted_with_what_was_asked_for(string alg)
    {
        Assert.Equal(0, (await Run("keygen", "--out", At("keys"), "--alg", alg)).Code);
        var (code, token, notes) = await Run(
            "token", "--key", At("keys/private.pem"), "--subject", "north", "--issuer", "us", "--lifetime", "30min",
            "--audience", "elsewhere", "--audience", "here", "--scope", "utm.constraint_management utm.constraint_processing");
        Assert.Equal(0, code);
        Assert.Empty(notes);

        using var keys = TrustedKeys.Load(new KeySources([At("keys/public.pem")]), TimeProvider.System, NullLogger<TrustedKeys>.Instance).Value;
        var caller = (await new TokenVerifier(keys, ["here"], TimeProvider.System).VerifyAsync("Bearer " + token.TrimEnd())).Caller!;
        Assert.Equal(("north", "us", ScopeSet.ConstraintManagement | ScopeSet.ConstraintProcessing), (caller.Subject, caller.Issuer, caller.Scopes));
        Assert.InRange(caller.Expires.ToDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task The_private_key_is_for_its_owner_alone_even_when_it_replaces_an_open_one()
    {
        await File.WriteAllTextAsync(At("key.pem"), "open to all");
        var (code, output, _) = await Run("keygen", "--key", At("key.pem"), "--public", At("pub.pem"), "--alg", "ES256", "--force");
        Assert.Equal(0, code);
        Assert.Contains("parley token --key '", output, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await File.ReadAllTextAsync(At("key.pem")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("key.pem")));
        }

        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Nothing_is_overwritten_or_half_written_without_force()
    {
        await File.WriteAllTextAsync(At("public.pem"), "precious");
        var (code, _, error) = await Run("keygen", "--out", _folder);
        Assert.Equal(2, code);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(At("public.pem")));
        Assert.False(File.Exists(At("private.pem")));
    }

    [Fact]
    public async Task Both_halves_in_one_file_are_refused() =>
        Assert.Equal(2, (await Run("keygen", "--key", At("a.pem"), "--public", At("a.pem"))).Code);

    [Fact]
    public async Task A_file_that_is_no_private_key_is_named_with_what_to_do()
    {
        await Run("keygen", "--out", _folder, "--alg", "ES256");
        await File.WriteAllTextAsync(At("text.pem"), "hello");
        await File.WriteAllTextAsync(At("damaged.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        foreach (var name in new[] { "public.pem", "text.pem", "damaged.pem", "missing.pem" })
        {
            var (code, output, error) = await Run("token", "--key", At(name), "--subject", "s", "--audience", "a");
            Assert.Equal(2, code);
            Assert.Empty(output);
            Assert.StartsWith($"parley token: {At(name)}: ", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--lifetime", "61min")]
    [InlineData("--lifetime", "0s")]
    [InlineData("--subject", "")]
    [InlineData("--issuer", " ")]
    public async Task What_an_exchange_would_refuse_is_not_issued(string option, string value)
    {
        await Run("keygen", "--out", _folder, "--alg", "ES256");
        string[] subject = option == "--subject" ? [] : ["--subject", "s"];
        var (code, _, error) = await Run(["token", "--key", At("private.pem"), "--audience", "a", .. subject, option, value]);
        Assert.Equal(2, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_scope_is_issued_with_a_note_beside_the_token()
    {
        await Run("keygen", "--out", _folder, "--alg", "ES256");
        var (code, token, note) = await Run("token", "--key", At("private.pem"), "--subject", "s", "--audience", "a", "--scope", "utm.typo");
        Assert.Equal(0, code);
        Assert.Equal(3, token.Split('.').Length);
        Assert.Contains("utm.typo", note, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
