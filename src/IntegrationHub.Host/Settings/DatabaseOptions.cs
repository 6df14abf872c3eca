using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Host.Settings;

/// <summary>Where the hub keeps everything.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>A PostgreSQL, 15 or later, in Npgsql's words. Left out: the hub runs a private one under <see cref="DataFolder"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Where a private PostgreSQL, and the sample's data, live.</summary>
    [Required]
    public string DataFolder { get; set; } = ".data";
}
