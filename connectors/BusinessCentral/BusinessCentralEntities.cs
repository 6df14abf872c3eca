using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>An entity of the API.</summary>
/// <param name="Set">The entity set, below the company.</param>
/// <param name="Type">Its type's name in the model.</param>
/// <param name="Key">The property that tells its records apart.</param>
internal sealed record BusinessCentralEntity(string Set, string Type, string Key)
{
    /// <summary>What is expanded, as the API writes it; empty: nothing.</summary>
    public string Expand { get; init; } = "";

    /// <summary>The property with the business date; null: it has none.</summary>
    public string? BusinessDate { get; init; }

    /// <summary>Its set stands above the companies.</summary>
    public bool IsAboveCompanies { get; init; }

    /// <summary>The property with the time of the last change; null: there is none.</summary>
    public string? Changed { get; init; } = "lastModifiedDateTime";
}

/// <summary>
/// What is read of the API v2.0, with the properties and navigations that Microsoft's reference gives them (pages "company resource type", "customer resource type" and so on,
/// MicrosoftDocs/dynamics365smb-devitpro-pb, <c>dev-itpro/api-reference/v2.0/resources</c>). Numbers are the keys, since shipments name their customer and order by number only.
/// </summary>
internal static class BusinessCentralEntities
{
    private const string Space = "Microsoft.NAV";

    private const string Party = "addressLine1 addressLine2 city state country postalCode phoneNumber email website taxRegistrationNumber";

    private const string Addresses = "sellToAddressLine1 sellToAddressLine2 sellToCity sellToCountry sellToState sellToPostCode billToAddressLine1 billToAddressLine2 billToCity billToCountry billToState billToPostCode "
        + "shipToAddressLine1 shipToAddressLine2 shipToCity shipToCountry shipToState shipToPostCode";

    private const string Document = "id:guid number externalDocumentNumber postingDate:date customerNumber customerName billToName billToCustomerNumber shipToName shipToContact " + Addresses
        + " currencyCode salesperson pricesIncludeTax:boolean phoneNumber email lastModifiedDateTime:time";

    private const string Totals = "customerId:guid billToCustomerId:guid shortcutDimension1Code shortcutDimension2Code currencyId:guid paymentTermsId:guid shipmentMethodId:guid discountAmount:decimal "
        + "discountAppliedBeforeTax:boolean totalAmountExcludingTax:decimal totalTaxAmount:decimal totalAmountIncludingTax:decimal status";

    private const string Line = "id:guid documentId:guid sequence:int itemId:guid accountId:guid lineType lineObjectNumber description description2 unitOfMeasureId:guid unitOfMeasureCode quantity:decimal unitPrice:decimal "
        + "discountAmount:decimal discountPercent:decimal discountAppliedBeforeTax:boolean amountExcludingTax:decimal taxCode taxPercent:decimal totalTaxAmount:decimal amountIncludingTax:decimal "
        + "invoiceDiscountAllocation:decimal netAmount:decimal netTaxAmount:decimal netAmountIncludingTax:decimal shipmentDate:date itemVariantId:guid locationId:guid";

    private const string Item = "id:guid number displayName type itemCategoryId:guid itemCategoryCode blocked:boolean gtin inventory:decimal unitPrice:decimal priceIncludesTax:boolean unitCost:decimal taxGroupId:guid "
        + "taxGroupCode baseUnitOfMeasureId:guid baseUnitOfMeasureCode generalProductPostingGroupId:guid generalProductPostingGroupCode inventoryPostingGroupId:guid inventoryPostingGroupCode lastModifiedDateTime:time";

    /// <summary>By the names that syncs and mappings use.</summary>
    public static IReadOnlyDictionary<string, BusinessCentralEntity> All { get; } = new Dictionary<string, BusinessCentralEntity>
    {
        ["companies"] = new("companies", "company", "id") { IsAboveCompanies = true, Changed = null },
        ["customers"] = new("customers", "customer", "number"),
        ["contacts"] = new("contacts", "contact", "number") { Expand = "contactsInformation($expand=customer($select=number))" },
        ["items"] = new("items", "item", "number"),
        ["stock"] = new("items", "item", "number"),   // the same records, for stock levels
        ["salesOrders"] = new("salesOrders", "salesOrder", "number") { Expand = "salesOrderLines", BusinessDate = "orderDate" },
        ["salesShipments"] = new("salesShipments", "salesShipment", "number") { Expand = "salesShipmentLines", BusinessDate = "postingDate" },
        ["salesInvoices"] = new("salesInvoices", "salesInvoice", "number") { Expand = "salesInvoiceLines", BusinessDate = "invoiceDate" },
        ["customerPayments"] = new("customerPayments", "customerPayment", "id") { BusinessDate = "postingDate" },
    };

    /// <summary>The types of all of them.</summary>
    public static ODataModel Model { get; } = new(ODataVersion.V4, new Dictionary<string, string>(),
    [
        Type("company", "id", "id:guid systemVersion timestamp:int64 name displayName businessProfileId systemCreatedAt:time systemCreatedBy:guid systemModifiedAt:time systemModifiedBy:guid"),
        Type("customer", "number", "id:guid number displayName type " + Party + " salespersonCode balanceDue:decimal creditLimit:decimal taxLiable:boolean taxAreaId:guid taxAreaDisplayName "
            + "currencyId:guid currencyCode paymentTermsId:guid shipmentMethodId:guid paymentMethodId:guid blocked lastModifiedDateTime:time"),
        Type("contact", "number", "id:guid number type displayName companyNumber companyName contactBusinessRelation " + Party + " mobilePhoneNumber searchName privacyBlocked:boolean lastInteractionDate:date lastModifiedDateTime:time",
            new ODataNavigation("contactsInformation", Space + ".contactInformation", true)),
        Type("contactInformation", "contactId", "contactId:guid contactNumber contactName contactType relatedId:guid relatedType", new ODataNavigation("customer", Space + ".customer", false)),
        Type("item", "number", Item),
        Type("salesOrder", "number", $"{Document} {Totals} orderDate:date requestedDeliveryDate:date partialShipping:boolean fullyShipped:boolean", new ODataNavigation("salesOrderLines", Space + ".salesOrderLine", true)),
        Type("salesOrderLine", "id", Line + " shippedQuantity:decimal invoicedQuantity:decimal invoiceQuantity:decimal shipQuantity:decimal"),
        Type("salesShipment", "number", Document + " invoiceDate:date dueDate:date customerPurchaseOrderReference orderNumber paymentTermsCode shipmentMethodCode", new ODataNavigation("salesShipmentLines", Space + ".salesShipmentLine", true)),
        Type("salesShipmentLine", "id", "id:guid documentId:guid documentNo sequence:int lineType lineObjectNumber description description2 unitOfMeasureCode unitPrice:decimal quantity:decimal discountPercent:decimal taxPercent:decimal shipmentDate:date"),
        Type("salesInvoice", "number", $"{Document} {Totals} invoiceDate:date dueDate:date customerPurchaseOrderReference orderId:guid orderNumber remainingAmount:decimal", new ODataNavigation("salesInvoiceLines", Space + ".salesInvoiceLine", true)),
        Type("salesInvoiceLine", "id", Line),
        Type("customerPayment", "id", "id:guid journalId:guid journalDisplayName lineNumber:int customerId:guid customerNumber postingDate:date documentNumber externalDocumentNumber amount:decimal appliesToInvoiceId:guid "
            + "appliesToInvoiceNumber description comment lastModifiedDateTime:time"),
    ]);

    public static ODataType TypeOf(BusinessCentralEntity entity) => Model.Type($"{Space}.{entity.Type}")!;

    private static ODataType Type(string name, string key, string properties, params ODataNavigation[] navigations) => new($"{Space}.{name}")
    {
        Keys = [key],
        Properties = [.. properties.Split(' ').Select(Property)],
        Navigations = navigations,
    };

    /// <summary><c>unitPrice:decimal</c>; without a colon, a text.</summary>
    private static ODataProperty Property(string written)
    {
        var parts = written.Split(':');
        return new ODataProperty(parts[0], parts.Length == 1 ? "Edm.String" : parts[1] switch
        {
            "guid" => "Edm.Guid",
            "date" => "Edm.Date",
            "time" => "Edm.DateTimeOffset",
            "decimal" => "Edm.Decimal",
            "boolean" => "Edm.Boolean",
            "int" => "Edm.Int32",
            "int64" => "Edm.Int64",
            var unknown => throw new ArgumentException($"no type '{unknown}'", nameof(written)),
        })
        { IsNullable = false };   // the platform has no null: what is empty is '', 0 or 0001-01-01
    }
}
