using System.CommandLine;
using Parley.Tokens;

namespace Parley.Commands;

/// <summary><c>parley token</c>: issues a token, for those who have no authorisation server yet.</summary>
internal sealed class TokenCommand
{
    private readonly Option<string> _key = new("--key")
    {
        Description = "Private key to sign with (PEM), as parley keygen writes it",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _subject = new("--subject")
    {
        Description = "The party the token is for: sub, F3548's manager",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string[]> _audience = new("--audience")
    {
        Description = "Whom it is shown to: a name the exchange was given with --jwt-audience; repeatable",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string[]> _scope = new("--scope")
    {
        Description = "What it opens, parted by spaces; repeatable. Default: utm.strategic_coordination",
        HelpName = "SCOPES",
        DefaultValueFactory = _ => ["utm.strategic_coordination"],
    };

    private readonly Option<string> _issuer = new("--issuer")
    {
        Description = "Who issues it: iss. Default: parley",
        HelpName = "NAME",
        DefaultValueFactory = _ => "parley",
    };

    private readonly Option<TimeSpan> _lifetime =
        Duration.Option("--lifetime", "How long it lives: up to 1h, as F3548 allows. Default: 1h", TokenClaims.MaxLifetime);

    public static Command Create()
    {
        var it = new TokenCommand();
        var command = new DocumentedCommand("token", "Issue a token for calling an exchange, where no authorisation server does.")
        {
            Usage = "--key FILE --subject NAME --audience NAME [OPTIONS]",
            Details = ["Prints the token and nothing else. Scopes an exchange knows: " + string.Join(", ", Scopes.All) + "."],
            Examples =
            [
                new("parley token --key private.pem --subject north --audience localhost", "a token for an hour"),
                new("curl -H \"Authorization: Bearer $(parley token ...)\" http://localhost:8082/aux/v1/version", "one used at once"),
            ],
        };
        command.SetAction(it.Run);
        return command
            .Group("Who", it._key, it._subject, it._audience, it._issuer)
            .Group("What", it._scope, it._lifetime)
            .Exit(ExitCode.BadInput, "the key can't be used, or a value is out of its bounds");
    }

    private int Run(ParseResult parsed)
    {
        var contents = new TokenContents(
            parsed.GetValue(_subject)!,
            parsed.GetValue(_issuer)!,
            parsed.GetValue(_audience)!,
            string.Join(' ', parsed.GetValue(_scope)!).Trim(),
            parsed.GetValue(_lifetime));
        if (contents.Lifetime < TimeSpan.FromSeconds(1) || contents.Lifetime > TokenClaims.MaxLifetime)
        {
            return parsed.Refuse("--lifetime is from 1s to 1h: an exchange refuses tokens that live longer.");
        }

        foreach (var (option, text) in new[] { ("--subject", contents.Subject), ("--issuer", contents.Issuer) })
        {
            if (!TokenClaims.IsName(text))
            {
                return parsed.Refuse($"{option} is blank, longer than 256 characters or holds control characters; an exchange would refuse it.");
            }
        }

        if (!TokenIssuer.Load(parsed.GetValue(_key)!).Try(out var issuer, out var problem))
        {
            return parsed.Refuse(problem);
        }

        // On standard error, so that the token alone is captured; some other server may well know the scope.
        foreach (var unknown in contents.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(Scopes.All, StringComparer.Ordinal))
        {
            parsed.InvocationConfiguration.Error.WriteLine($"parley token: Note: an exchange knows no scope {unknown}.");
        }

        using (issuer)
        {
            parsed.InvocationConfiguration.Output.WriteLine(issuer.Issue(contents, DateTimeOffset.UtcNow));
        }

        return ExitCode.Fine;
    }
}
