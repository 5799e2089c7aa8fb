using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Core;
using Parley.Post;

namespace Parley.Hosting;

/// <summary>The certificate of a post's own listener, from PEM files in its folder.</summary>
internal static class ListenerCertificate
{
    /// <summary>Null for an address without TLS. The problem names the setting.</summary>
    public static Checked<X509Certificate2?> Load(PostConfig config, Func<string, string> file)
    {
        if (!config.Api.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            return (X509Certificate2?)null;
        }

        if (config.Console.Certificate is not { } certificate || config.Console.CertificateKey is not { } key)
        {
            return new Problem("console.certificate", "is missing, or console.certificate_key; an https address needs a certificate and its private key, both as PEM files");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(file(certificate), file(key));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return new Problem("console.certificate", $"can't be used ({e.Message.ReplaceLineEndings(" ")})");
        }
    }
}
