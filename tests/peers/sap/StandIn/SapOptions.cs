namespace SapStandIn;

/// <summary>How the stand-in behaves. Properties may be set while it runs.</summary>
public sealed class SapOptions
{
    public string User { get; init; } = "HUB";
    public string Password { get; init; } = "stand-in";

    /// <summary>A bearer token that is taken as well; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>The one client (Mandant) there is.</summary>
    public string Client { get; init; } = "100";

    /// <summary>At most so many entities in one answer; then <c>__next</c>. Also what a larger $top is cut to.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Sets whose entities cannot be filtered by these properties: answered with 400, as services do that implement only some.</summary>
    public HashSet<string> NotFilterable { get; } = [];
}
