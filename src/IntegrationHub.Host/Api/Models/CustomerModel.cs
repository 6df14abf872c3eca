using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Api.Models;

/// <summary>A customer in a list.</summary>
public sealed record CustomerSummaryModel
{
    public long CustomerNo { get; init; }
    public string Name { get; init; } = "";
    public string? NameKana { get; init; }

    /// <summary>What targets know it by: the first bound source record's key.</summary>
    public string ExternalKey { get; init; } = "";

    public DateOnly? LastOrderOn { get; init; }
    public IReadOnlyList<OpenItemsModel> Open { get; init; } = [];
}

/// <summary>What a customer owes in one currency.</summary>
public sealed record OpenItemsModel
{
    public string Currency { get; init; } = "";
    public decimal Open { get; init; }
    public decimal Overdue { get; init; }
    public DateOnly? OverdueSince { get; init; }
}

/// <summary>One customer with contacts, contracts and a page of orders.</summary>
public sealed record CustomerModel
{
    public long CustomerNo { get; init; }
    public string Name { get; init; } = "";
    public string? NameKana { get; init; }

    /// <summary>The source customers bound to this one.</summary>
    public IReadOnlyList<AccountModel> Accounts { get; init; } = [];

    public IReadOnlyList<ContactModel> Contacts { get; init; } = [];
    public IReadOnlyList<OpenItemsModel> Open { get; init; } = [];
    public IReadOnlyList<ContractModel> Contracts { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<OrderModel> Orders { get; init; } = [];

    /// <summary>Ask again with orders=this for the next page; absent on the last.</summary>
    public string? OlderOrders { get; init; }
}

/// <summary>Where a record comes from: key at the source, version in the hub, mapping file and run that made it.</summary>
public sealed record OriginModel
{
    public string Key { get; init; } = "";
    public int Version { get; init; }
    public string? Mapping { get; init; }
    public long RunNo { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A customer account in one source.</summary>
public sealed record AccountModel
{
    public OriginModel Origin { get; init; } = new();
    public string Name { get; init; } = "";
    public string? CorporateNumber { get; init; }
    public string? TaxId { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }

    /// <summary>As BCP 47 writes it: ja.</summary>
    public string? Language { get; init; }

    public string? Status { get; init; }
    public IReadOnlyList<Address> Addresses { get; init; } = [];
}

/// <summary>A person at the customer.</summary>
public sealed record ContactModel
{
    public OriginModel Origin { get; init; } = new();
    public string Name { get; init; } = "";
    public string? Title { get; init; }
    public string? Department { get; init; }
    public string? Role { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }

    /// <summary>As BCP 47 writes it: ja.</summary>
    public string? Language { get; init; }
}

/// <summary>A contract.</summary>
public sealed record ContractModel
{
    public OriginModel Origin { get; init; } = new();
    public string Number { get; init; } = "";
    public string? ContractKind { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public bool? AutoRenew { get; init; }
    public int? NoticeDays { get; init; }
    public Money? Value { get; init; }
}
