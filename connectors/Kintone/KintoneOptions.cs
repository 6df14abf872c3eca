using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>A kintone domain, and which of its apps stand for which objects.</summary>
public sealed class KintoneOptions : IValidatableObject
{
    /// <summary>The domain: <c>https://example.cybozu.com</c>, or <c>.kintone.com</c>.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>The guest space the apps are in; left out: none.</summary>
    [Range(1, int.MaxValue)]
    public int? GuestSpace { get; set; }

    /// <summary>The language of kintone's messages.</summary>
    [Required]
    public string Language { get; set; } = "ja";

    /// <summary>The apps, by the name mappings give in <c>to.object</c>.</summary>
    [MinLength(1)]
    public Dictionary<string, KintoneAppOptions> Apps { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" })
            yield return new("must be the domain's address, such as https://example.cybozu.com, with nothing behind it", [nameof(BaseUrl)]);
    }
}

/// <summary>One app.</summary>
public sealed class KintoneAppOptions
{
    /// <summary>Its number, as in <c>/k/12/</c>.</summary>
    [Range(1, int.MaxValue)]
    public int App { get; set; }

    /// <summary>An API token of the app that may view, add, edit and delete records; where fields look up other apps, their tokens too, parted by commas (9 at most).</summary>
    [Required]
    public Secret? Token { get; set; }

    /// <summary>The code of the field with the hub's key: single-line text, values unique ("prohibit duplicate values").</summary>
    [Required]
    public string KeyField { get; set; } = "erp_id";
}
