using Parley.Core;
using Parley.Relay;

namespace Parley.F3548;

/// <summary>
/// Where a party's details can be asked for: an absolute https address. http only where it was allowed for trials, or where the address is
/// the exchange's own, which carries calls to a post sealed.
/// </summary>
internal static class UssBaseUrl
{
    private const int MaxLength = 1024;

    public static Checked<string> Check(string? text, bool allowHttp, OwnAddresses? own = null)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new Problem("uss_base_url", "is missing; give the https address at which your USS answers");
        }

        if (text.Length > MaxLength || text.Any(static c => c <= ' ' || char.IsControl(c)) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return new Problem("uss_base_url", $"{VolumeReader.Quote(text)} is not an absolute address; write it like https://uss.example.com/utm");
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(allowHttp && url.Scheme == Uri.UriSchemeHttp) && own?.Leads(url) != true)
        {
            return new Problem("uss_base_url", "must begin with https://, so that details travel encrypted");
        }

        return url.UserInfo.Length > 0
            ? new Problem("uss_base_url", "carries a user name; leave it out, tokens say who is who")
            : text;
    }
}
