using System.ComponentModel.DataAnnotations;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>The oldest version of TLS that is spoken.</summary>
public enum TlsVersion
{
    /// <summary>TLS 1.2 and 1.3.</summary>
    Tls12,

    /// <summary>TLS 1.3 only.</summary>
    Tls13,
}

/// <summary>What is asked of encrypted connections. A certificate that is not trusted is never accepted; a private authority is made known by its file.</summary>
public sealed class TlsOptions : IValidatableObject
{
    /// <summary>The oldest version that is spoken.</summary>
    public TlsVersion Oldest { get; set; } = TlsVersion.Tls12;

    /// <summary>A file with the certificates (PEM) of private authorities, trusted by this connection besides those of the system.</summary>
    public string? AuthorityFile { get; set; }

    internal SslProtocols Protocols => Oldest == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;

    internal X509Certificate2Collection Authorities()
    {
        var authorities = new X509Certificate2Collection();
        if (AuthorityFile is not null)
            authorities.ImportFromPemFile(AuthorityFile);
        return authorities;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AuthorityFile is null ? [] : CertificateFiles.ProblemOf(() => Authorities().Count > 0, AuthorityFile) is { } problem ? [new(problem, [nameof(AuthorityFile)])] : [];
}

/// <summary>The hub's own certificate and its key: a PFX file, or PEM files.</summary>
public sealed class ClientCertificateOptions : IValidatableObject
{
    /// <summary>The file: <c>.pfx</c> or <c>.p12</c> with the key in it, or <c>.pem</c> or <c>.crt</c>.</summary>
    [Required]
    public string? File { get; set; }

    /// <summary>For PEM: the file with the key; left out: the key is in File.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The password of the key.</summary>
    public Sdk.Secret? Password { get; set; }

    private bool IsPem => Path.GetExtension(File)?.ToLowerInvariant() is ".pem" or ".crt" or ".cer";

    /// <summary>The certificate with its key, and what leads from it to its authority.</summary>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Others) Load()
    {
        var password = Password?.Reveal();
        if (IsPem)
        {
            var others = new X509Certificate2Collection();
            others.ImportFromPemFile(File!);
            return (password is null ? X509Certificate2.CreateFromPemFile(File!, KeyFile) : X509Certificate2.CreateFromEncryptedPemFile(File!, password, KeyFile), others);
        }

        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(File!, password);
        return (all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("There is no key in it."), all);
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => File is null ? []
        : CertificateFiles.ProblemOf(() => Load().Certificate.HasPrivateKey, File) is { } problem ? [new($"{problem} with its key and Password", [nameof(File)])] : [];
}

internal static class CertificateFiles
{
    /// <summary>What is wrong with a file; null when it can be used.</summary>
    internal static string? ProblemOf(Func<bool> load, string file)
    {
        if (!File.Exists(file))
            return $"{file} is not there";
        try
        {
            return load() ? null : $"there is no certificate in {file}";
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return $"{file} may not be read";
        }
        catch (CryptographicException)
        {
            return $"{file} cannot be read as a certificate";
        }
    }
}
