using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Parley.Console.Telling.Edition;

/// <summary>
/// What a link in an edition carries so that it can be stopped without signing in: whose it is, for this one purpose, readable and writable by this post alone. It
/// opens nothing else. Thread-safe.
/// </summary>
internal sealed class StopTokens(IDataProtectionProvider protection)
{
    private const int Longest = 1000;

    private readonly IDataProtector _protector = protection.CreateProtector("Parley.Console.Telling.Edition.Stop.1");

    public string Of(string person) => _protector.Protect(person);

    /// <summary>The person's id; null when this post never wrote the token.</summary>
    public string? Read(string? token)
    {
        try
        {
            return token is { Length: > 0 and < Longest } ? _protector.Unprotect(token) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
