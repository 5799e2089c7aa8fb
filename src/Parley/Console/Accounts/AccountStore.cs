using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Parley.Console.Accounts;

/// <summary>
/// Identity's store, but recovery codes are kept hashed: who reads the file can't sign in by it. They are short enough to be typed, so the hash is a slow one.
/// </summary>
internal sealed class AccountStore(AccountsDb context, IdentityErrorDescriber? describer = null) : UserOnlyStore<Account, AccountsDb>(context, describer)
{
    private const int Rounds = 50_000;
    private const int HashLength = 44;

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        // Whoever redeems one writes back what is left, which is hashed already.
        base.ReplaceCodesAsync(user, [.. recoveryCodes.Select(c => c.Length == HashLength ? c : Hash(user.Id, c))], cancellationToken);

    public override Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken) => base.RedeemCodeAsync(user, Hash(user.Id, code), cancellationToken);

    /// <summary>As long as it takes for a real code, so that an unknown address takes no less time than a wrong code.</summary>
    public static string Hash(string salt, string code) =>
        Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(code.Trim().ToUpperInvariant(), Encoding.UTF8.GetBytes(salt), Rounds, HashAlgorithmName.SHA256, 32));
}
