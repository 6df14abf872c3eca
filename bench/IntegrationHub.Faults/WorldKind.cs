using IntegrationHub.Faults.Erps;

namespace IntegrationHub.Faults;

/// <summary>One way in which an ERP is read.</summary>
/// <param name="Name">In words.</param>
/// <param name="Make">The ERP.</param>
internal sealed record WorldKind(string Name, Func<IErp> Make)
{
    public static IReadOnlyList<WorldKind> All { get; } =
    [
        new("rest, changed since, offsets that shift", () => new RestErp("Offset")),
        new("rest, changed since, offsets with a total", () => new RestErp("Offset") { HasTotal = true }),
        new("rest, changed since, page numbers", () => new RestErp("PageNumber")),
        new("rest, changed since, tokens that expire", () => new RestErp("Token")),
        new("rest, changed since, links that expire", () => new RestErp("NextLink")),
        new("rest, changed since, Link headers that expire", () => new RestErp("LinkHeader")),
        new("rest, everything, offsets that shift", () => new RestErp("Offset") { Changed = false }),
        new("rest, everything, links that expire", () => new RestErp("NextLink") { Changed = false }),
        new("odata V4, changed since, keyset", () => new ODataErp("Changed")),
        new("odata V4, delta links that expire", () => new ODataErp("Delta")),
        new("odata V4, everything, keyset", () => new ODataErp("Whole")),
        new("growing keys, looking back", () => new PostingsErp()),
    ];
}
