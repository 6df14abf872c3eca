using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Mapping;

/// <summary>What mapping one record gave. Closed.</summary>
public abstract record MapResult
{
    private MapResult() { }

    /// <summary>The canonical record.</summary>
    public sealed record Mapped(CanonicalRecord Record) : MapResult;

    /// <summary>The mapping's <c>only</c> leaves this record out.</summary>
    public sealed record LeftOut : MapResult
    {
        public static LeftOut Instance { get; } = new();
    }

    /// <summary>It cannot be mapped.</summary>
    public sealed record Refused(IReadOnlyList<MapIssue> Issues) : MapResult;
}

/// <summary>Why a value could not be mapped.</summary>
/// <param name="Cause">The same text for all records with the same cause, to group by; no values, no personal data.</param>
/// <param name="Field">Canonical field, e.g. <c>lines[2].net</c>.</param>
/// <param name="Rule">Where the rule stands: <c>northwind/Orders.yaml(7,28)</c>.</param>
public sealed record MapIssue(string Cause, string Field, string Rule);
