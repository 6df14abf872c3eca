using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-tls").FullName;
    private readonly X509Certificate2 _authority = Authority("CN=Acme root");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_of_a_private_authority_is_trusted_when_its_file_is_named_and_never_silently()
    {
        await using var peer = await Peer.StartAsync(context => context.Response.WriteAsync("fine"), Issued(_authority, "127.0.0.1"));

        var refused = await Should.ThrowAsync<SetupException>(() => peer.Client().GetAsync(peer.Address));
        refused.Message.ShouldContain("Connections:erp:Http:Tls:AuthorityFile");
        await Should.ThrowAsync<SetupException>(() => peer.Client(Trusting(Authority("CN=Acme root"))).GetAsync(peer.Address));
        (await peer.Client(Trusting(_authority)).GetStringAsync(peer.Address)).ShouldBe("fine");
        peer.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_of_another_name_or_past_its_date_is_refused_whoever_issued_it()
    {
        await using var other = await Peer.StartAsync(_ => Task.CompletedTask, Issued(_authority, "127.0.0.2"));
        await using var old = await Peer.StartAsync(_ => Task.CompletedTask, Issued(_authority, "127.0.0.1", until: DateTimeOffset.UtcNow.AddDays(-1)));
        await Should.ThrowAsync<SetupException>(() => other.Client(Trusting(_authority)).GetAsync(other.Address));
        await Should.ThrowAsync<SetupException>(() => old.Client(Trusting(_authority)).GetAsync(old.Address));
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    public async Task The_hub_shows_its_own_certificate_to_a_server_that_asks(string kind)
    {
        using var own = Issued(_authority, "hub");
        await using var peer = await Peer.StartAsync(context => context.Response.WriteAsync("fine"), Issued(_authority, "127.0.0.1"), asksForCertificate: true, takes: own.Thumbprint);
        var options = Trusting(_authority);
        await Should.ThrowAsync<Exception>(() => peer.Client(options).GetAsync(peer.Address));
        peer.Requests.ShouldBe(0);

        options.ClientCertificate = new() { File = Path.Combine(_folder, $"hub.{kind}"), Password = new Secret("s3cr3t") };
        if (kind == "pfx")
            await File.WriteAllBytesAsync(options.ClientCertificate.File, own.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "s3cr3t"));
        else
            await File.WriteAllTextAsync(options.ClientCertificate.File, $"{own.ExportCertificatePem()}\n{own.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("s3cr3t", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))}");
        options.ClientCertificate.Validate(new(new object())).ShouldBeEmpty();
        (await peer.Client(options).GetAsync(peer.Address)).StatusCode.ShouldBe(HttpStatusCode.OK);

        options.ClientCertificate.Password = new Secret("wr0ng");
        var problem = options.ClientCertificate.Validate(new(new object())).Single().ErrorMessage!;
        problem.ShouldContain("cannot be read as a certificate");
        problem.ShouldNotContain("wr0ng");
    }

    [Fact]
    public void Files_that_are_not_there_are_told()
    {
        new TlsOptions { AuthorityFile = "no/such.pem" }.Validate(new(new object())).Single().ErrorMessage.ShouldBe("no/such.pem is not there");
        new ClientCertificateOptions { File = "no/such.pfx" }.Validate(new(new object())).Single().ErrorMessage!.ShouldStartWith("no/such.pfx is not there");
    }

    private ConnectionHttpOptions Trusting(X509Certificate2 authority)
    {
        var file = Path.Combine(_folder, $"{authority.Thumbprint}.pem");
        File.WriteAllText(file, authority.ExportCertificatePem());
        return new() { Tls = { AuthorityFile = file } };
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Issued(X509Certificate2 authority, string name, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-20), until ?? DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
