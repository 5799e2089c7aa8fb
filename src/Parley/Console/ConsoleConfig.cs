namespace Parley.Console;

/// <summary>What a post's operator sets for its console: <c>console</c> in <c>post.json</c>.</summary>
internal sealed record ConsoleConfig
{
    /// <summary>False: the API is served, and no console.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The address that people's browsers use, as links in e-mails need it; the API's when left out.</summary>
    public string? Url { get; set; }

    /// <summary>PEM files of the listener's certificate and its private key, when the API's address is https.</summary>
    public string? Certificate { get; set; }

    public string? CertificateKey { get; set; }

    /// <summary>A session ends after so many minutes without a sign of life: 5 to 1440.</summary>
    public int IdleMinutes { get; set; } = 60;

    /// <summary>A session ends after so many hours in any case: 1 to 168.</summary>
    public int SessionHours { get; set; } = 12;

    /// <summary>How e-mail leaves; into a pickup folder when left out.</summary>
    public SmtpConfig? Smtp { get; set; }

    /// <summary>The sender of e-mail.</summary>
    public string MailFrom { get; set; } = "parley@localhost";

    /// <summary>OpenID Connect providers to continue with.</summary>
    public IReadOnlyList<OidcConfig> Oidc { get; set; } = [];

    /// <summary>Own map tiles: a <c>.pmtiles</c> file in the post's folder, or a tile address with {z}, {x} and {y}; Natural Earth when left out.</summary>
    public string? Tiles { get; set; }

    /// <summary>An e-mail address that takes requests to stop the daily edition, beside the link that does; none when left out.</summary>
    public string? Unsubscribe { get; set; }
}

internal sealed record SmtpConfig
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    /// <summary>File in the post's folder that holds the password.</summary>
    public string? PasswordFile { get; set; }

    /// <summary><c>required</c> (STARTTLS or TLS; the default) or <c>none</c>, for a server on this machine.</summary>
    public string Tls { get; set; } = "required";
}

internal sealed record OidcConfig
{
    /// <summary>As on the button: <c>Continue with NAME</c>; also part of the callback's path, so letters, digits and hyphens.</summary>
    public string? Name { get; set; }

    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    /// <summary>File in the post's folder that holds the client's secret.</summary>
    public string? SecretFile { get; set; }
}
