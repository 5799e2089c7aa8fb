namespace Parley.Console.Accounts;

/// <summary>
/// The names of this post's cookies. They carry the party's name, since browsers give all ports of a machine the same cookies: two posts on one must
/// not take each other's. Over https the prefix <c>__Host-</c> holds them to this host, all paths and TLS.
/// </summary>
internal sealed class Cookies(string party, bool https)
{
    public bool Https { get; } = https;

    public string Session => Name("session");

    /// <summary>What a browser carries that asked for a sign-in link.</summary>
    public string Asked => Name("asked");

    public string Form => Name("form");

    public string Passkey => Name("passkey");

    /// <summary>The language before anybody is signed in: no secret, read by nobody else.</summary>
    public string Language => Name("language");

    public CookieSecurePolicy Secure => Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public string Name(string what) => $"{(Https ? "__Host-" : "")}parley-{party}-{what}";

    public CookieOptions Options(TimeSpan lasts) => new() { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict, Secure = Https, MaxAge = lasts };
}
