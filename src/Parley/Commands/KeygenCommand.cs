using System.CommandLine;
using System.Security.Cryptography;

namespace Parley.Commands;

/// <summary><c>parley keygen</c>: makes a key pair for tokens.</summary>
internal sealed class KeygenCommand
{
    // Good beyond 2030 (NIST SP 800-57 part 1, table 2); tokens are verified once and remembered, so the larger key costs little.
    private const int RsaBits = 3072;

    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder for private.pem and public.pem; made if missing. Default: here",
        HelpName = "DIR",
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "File for the private key, instead of DIR/private.pem",
        HelpName = "FILE",
    };

    private readonly Option<string> _public = new("--public")
    {
        Description = "File for the public key, instead of DIR/public.pem",
        HelpName = "FILE",
    };

    private readonly Option<bool> _force = new("--force", "-f")
    {
        Description = "Overwrite files that are there; nobody can sign with the old key then",
    };

    private readonly Option<string> _alg = new("--alg")
    {
        Description = "RS256 (RSA, which every F3548 client can) or ES256 (EC P-256, shorter). Default: RS256",
        HelpName = "ALG",
        DefaultValueFactory = _ => "RS256",
    };

    private KeygenCommand() => _alg.OneOf("RS256", "ES256");

    public static Command Create()
    {
        var it = new KeygenCommand();
        var command = new DocumentedCommand("keygen", "Make a key pair: the private key signs tokens, the public one verifies them.")
        {
            Usage = "[--out DIR | --key FILE --public FILE] [OPTIONS]",
            Details =
            [
                "The private key is readable by you only. Give the public key to the exchange, and keep the private one with whoever "
                + "issues tokens.",
            ],
            Examples =
            [
                new("parley keygen", "private.pem and public.pem, here"),
                new("parley keygen --alg ES256 --key ~/.parley/key.pem --public keys/us.pem", "a short key, each half where it belongs"),
            ],
        };
        command.SetAction(it.RunAsync);
        return command
            .Group("Where", it._out, it._key, it._public, it._force)
            .Group("What", it._alg)
            .Exit(ExitCode.BadInput, "a file is there already, or can't be written");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var folder = parsed.GetValue(_out);
        var (key, @public) = (parsed.GetValue(_key), parsed.GetValue(_public));
        if (folder is not null && key is not null && @public is not null)
        {
            return parsed.Refuse("--out has nothing to name when --key and --public are given; leave one out.");
        }

        key ??= Path.Combine(folder ?? "", "private.pem");
        @public ??= Path.Combine(folder ?? "", "public.pem");
        if (Path.GetFullPath(key) == Path.GetFullPath(@public))
        {
            return parsed.Refuse("--key and --public name the same file; give each its own.");
        }

        var force = parsed.GetValue(_force);
        if (!force && new[] { key, @public }.FirstOrDefault(Path.Exists) is { } there)
        {
            return parsed.Refuse($"{there} is there already; choose another place, or overwrite it with --force.");
        }

        try
        {
            var (privatePem, publicPem) = await Task.Run(() => Make(parsed.GetValue(_alg)!), cancel);
            // The private half first: a public key without it would look like a pair that works.
            Write(key, privatePem, secret: true);
            Write(@public, publicPem, secret: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return parsed.Refuse($"The keys can't be written: {e.Message}");
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            $"""
            Private key: {key} (readable by you only; whoever has it can issue tokens)
            Public key:  {@public}

            Next: let an exchange accept what the key signs, and issue a token:
              parley exchange --jwt-public-key {Quoted(@public)} --jwt-audience localhost
              parley token --key {Quoted(key)} --subject NAME --scope utm.strategic_coordination --audience localhost
            """);
        return ExitCode.Fine;
    }

    private static (string Private, string Public) Make(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);
        return (key.ExportPkcs8PrivateKeyPem() + "\n", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    // Written beside and renamed: the private key is never readable by others, not even for a moment, and never half there.
    private static void Write(string path, string text, bool secret)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var beside = $"{full}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var writer = new StreamWriter(beside, options))
            {
                writer.Write(text);
            }

            File.Move(beside, full, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
}
