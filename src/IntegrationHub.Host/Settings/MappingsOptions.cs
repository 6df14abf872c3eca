using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Host.Settings;

/// <summary>Where mappings are looked for.</summary>
internal sealed class MappingsOptions
{
    /// <summary>Holds <c>&lt;connection&gt;/&lt;entity&gt;.yaml</c>.</summary>
    [Required]
    public string Folder { get; set; } = "mappings";
}
