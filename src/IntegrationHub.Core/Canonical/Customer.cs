using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>Whether a customer is an organization or a person.</summary>
public enum CustomerKind
{
    Organization,
    Person,
}

/// <summary>A customer account in one source system. Several may be bound to one hub customer.</summary>
public sealed record Customer : CanonicalRecord
{
    public CustomerKind? CustomerKind { get; init; }
    public required string Name { get; init; }
    public string? NameKana { get; init; }

    /// <summary>法人番号: 13 digits with check digit.</summary>
    public string? CorporateNumber { get; init; }

    public string? TaxId { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public IReadOnlyList<Address>? Addresses { get; init; }
    public string? Status { get; init; }

    /// <summary>What is spoken there, as BCP 47 writes it: <c>ja</c>.</summary>
    public string? Language { get; init; }

    public string? Currency { get; init; }
    public Money? CreditLimit { get; init; }
    public RecordKey? Parent { get; init; }

    /// <summary>The key this customer has in another system, when the source stores one: the strongest evidence of identity.</summary>
    public RecordKey? SameAs { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Customer;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => [];
}

/// <summary>A person at a customer.</summary>
public sealed record Contact : CanonicalRecord
{
    public required string Name { get; init; }
    public string? NameKana { get; init; }
    public string? Title { get; init; }
    public string? Department { get; init; }

    /// <summary>Role at the customer, e.g. 担当者 or 決裁者.</summary>
    public string? Role { get; init; }

    public string? Email { get; init; }
    public string? Phone { get; init; }

    /// <summary>What the person speaks, as BCP 47 writes it: <c>ja</c>.</summary>
    public string? Language { get; init; }

    public RecordKey? Customer { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Contact;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer);
}
