using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>E-mail to a server that takes it over TLS only, as one on the internet does.</summary>
[Trait("rule", "issue-5 §3")]
public sealed class SecureMailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_goes_over_TLS_to_a_server_whose_certificate_is_trusted_and_to_no_other()
    {
        var folder = Directory.CreateDirectory(Scratch.NewPath()).FullName;
        var (certificate, key) = await WriteCertificateAsync(folder);
        await using var mail = await MailServer.StartAsync((certificate, key));
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(c =>
        {
            c["smtp"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = mail.Port };
            c["mail_from"] = "console@aldermoor.example";
        });

        // A certificate that nobody vouches for: nothing of the e-mail is sent, and who asked for it is told.
        await post.StartAsync();
        var refused = await InviteAsync(post, "ash@example.org");
        var told = refused.Refused(503).Detail;
        Assert.Contains($"127.0.0.1:{mail.Port} did not take it", told, StringComparison.Ordinal);
        Assert.Empty(mail.To("ash@example.org"));

        // The same where the machine trusts it.
        await post.StopAsync();
        await post.StartAsync(new Dictionary<string, string> { ["SSL_CERT_FILE"] = certificate });
        (await InviteAsync(post, "birch@example.org")).Is(201);
        Assert.StartsWith($"{post.Url}invitation#", await mail.LinkAsync("birch@example.org"), StringComparison.Ordinal);
    }

    private static Task<PostReply<InvitationView>> InviteAsync(PostProcess post, string email) =>
        post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = $"Lt. {email[..3]}", Email = email, Role = "observer" });

    private static async Task<(string Certificate, string Key)> WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(2));
        var (pem, secret) = (Path.Combine(folder, "mail.pem"), Path.Combine(folder, "mail.key"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem(), Cancel);
        return (pem, secret);
    }
}
