namespace IntegrationHub.Core.Identity;

/// <summary>What a customer can be known by, strongest first. The number is stored.</summary>
public enum EvidenceKind : short
{
    /// <summary>The key of the same customer in another system.</summary>
    KeyElsewhere = 1,

    /// <summary>法人番号.</summary>
    CorporateNumber = 2,

    TaxId = 3,

    Email = 4,
}

/// <summary>One normalised value a customer is known by.</summary>
public readonly record struct Evidence(EvidenceKind Kind, string Value);

/// <summary>A hub customer that a customer of another system with the same piece of evidence is bound to.</summary>
public readonly record struct Hit(Evidence Evidence, long CustomerNo, string System);
