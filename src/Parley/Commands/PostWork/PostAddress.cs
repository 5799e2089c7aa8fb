using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Parley.Core;
using Parley.Hosting;
using Parley.Post;

namespace Parley.Commands.PostWork;

/// <summary>Where a post's API is and the key to it, from the post's folder.</summary>
/// <param name="Folder">As the user named it, for sentences.</param>
internal sealed record PostAddress(string Folder, Uri Url, string Key)
{
    /// <summary>Names the folder where no option does.</summary>
    public const string Variable = "PARLEY_POST";

    /// <summary>The certificate in the post's own settings; null for http. Whoever can read the folder need not ask an authority who listens there.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether what answers is this post: by the certificate in its folder, or by an authority's word.</summary>
    public bool Trusts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || (Certificate is not null && shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(Certificate.RawDataMemory.Span));

    /// <param name="option">What <c>--post</c> says; null when it was left out.</param>
    public static Checked<PostAddress> Find(string? option) => Find(option, Environment.GetEnvironmentVariable(Variable), Directory.GetCurrentDirectory());

    internal static Checked<PostAddress> Find(string? option, string? variable, string here)
    {
        var named = option ?? (string.IsNullOrEmpty(variable) ? null : variable);
        var path = named ?? here;
        var folder = new PostFolder(path);
        if (!File.Exists(folder.ConfigFile))
        {
            return named is null
                ? new Problem("", $"There is no post in this folder; give --post DIR or set {Variable} to the folder that parley post init made")
                : new Problem(option is null ? Variable : "--post", $"there is no post in {path}; give the folder that parley post init made");
        }

        if (!folder.ReadConfig().Try(out var config, out var problem) || !folder.ReadApiKey().Try(out var key, out problem))
        {
            return problem;
        }

        // What listens on all addresses is called on this machine's own.
        var url = new UriBuilder(config.Api);
        url.Host = url.Host switch { "0.0.0.0" or "*" or "+" => "127.0.0.1", "[::]" => "[::1]", var host => host };
        return new PostAddress(named ?? ".", url.Uri, key) { Certificate = ListenerCertificate.Load(config, folder.FileAt).Try(out var certificate, out _) ? certificate : null };
    }
}
