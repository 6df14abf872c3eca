namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>
/// What is read, by SAP's names. Entity sets, properties and navigations are those of SAP's metadata ($metadata of the services as SAP and others publish it; see
/// tests/peers/sap/edmx/SOURCES.md). Billing documents, sales contracts and accounting items: SAP Business Accelerator Hub names them, no metadata could be had,
/// so the README says which of their properties are unverified.
/// </summary>
internal static class SapEntities
{
    private const string Partners = "API_BUSINESS_PARTNER", Orders = "API_SALES_ORDER_SRV", Deliveries = "API_OUTBOUND_DELIVERY_SRV", Products = "API_PRODUCT_SRV", Stock = "API_MATERIAL_STOCK_SRV",
        Billing = "API_BILLING_DOCUMENT_SRV", Contracts = "API_SALES_CONTRACT_SRV", Accounting = "API_OPLACCTGDOCITEMCUBE_SRV";

    private static readonly string[] AccountingKey = ["CompanyCode", "FiscalYear", "AccountingDocument", "AccountingDocumentItem"];

    /// <summary>Clearing an item is entered on a day of its own; whether it moves the date of change is not documented.</summary>
    private static readonly SapStamp AccountingChange = new("LastChangeDate", IsDate: true, "PostingDate", "ClearingCreationDate");

    /// <summary>The services, and where SAP has them.</summary>
    public static IReadOnlyDictionary<string, string> Services { get; } = new[] { Partners, Orders, Deliveries, Products, Stock, Billing, Contracts, Accounting }
        .ToDictionary(service => service, service => $"/sap/opu/odata/sap/{service}{(service == Deliveries ? ";v=0002" : "")}");

    public static IReadOnlyList<SapEntity> All { get; } =
    [
        new("A_BusinessPartner", Partners, ["Customer"])
        {
            Stamp = new("LastChangeDate", IsDate: true, "CreationDate"),
            Filter = "Customer ne ''",
            Expand = ["to_BusinessPartnerAddress/to_EmailAddress", "to_BusinessPartnerAddress/to_PhoneNumber", "to_BusinessPartnerRole", "to_BusinessPartnerTax", "to_Customer/to_CustomerCompany", "to_Customer/to_CustomerSalesArea"],
        },
        new("A_BusinessPartnerContact", Partners, ["RelationshipNumber", "BusinessPartnerCompany", "BusinessPartnerPerson"])
        {
            OnlyValid = true,
            Expand = ["to_ContactAddress/to_EmailAddress", "to_ContactAddress/to_PhoneNumber", "to_ContactRelationship"],
            Attachment = new("to_Person", Partners, "A_BusinessPartner", ["BusinessPartner"], [("BusinessPartnerPerson", "BusinessPartner")]) { IsOne = true },
        },
        new("A_Product", Products, ["Product"]) { Stamp = new("LastChangeDateTime", IsDate: false), Expand = ["to_Description"], Day = "CreationDate" },
        new("A_SalesOrder", Orders, ["SalesOrder"])
        {
            Stamp = new("LastChangeDateTime", IsDate: false),
            Expand = ["to_Item/to_ScheduleLine"],
            Company = "SalesOrganization",
            Day = "SalesOrderDate",
            Sums = ["TotalNetAmount"],
        },
        new("A_OutbDeliveryHeader", Deliveries, ["DeliveryDocument"])
        {
            Stamp = new("LastChangeDate", IsDate: true, "CreationDate"),
            Expand = ["to_DeliveryDocumentItem"],
            Company = "SalesOrganization",
            Day = "DocumentDate",
        },
        new("A_BillingDocument", Billing, ["BillingDocument"])
        {
            Stamp = new("LastChangeDateTime", IsDate: false),
            Expand = ["to_Item"],
            Attachment = new("to_OpenItems", Accounting, "A_OperationalAcctgDocItemCube", AccountingKey, [("BillingDocument", "BillingDocument")])
            {
                Filter = "FinancialAccountType eq 'D'",
                Changes = AccountingChange,
                AddsOpenAmount = true,
            },
            Company = "SalesOrganization",
            Day = "BillingDocumentDate",
            Sums = ["TotalGrossAmount"],
        },
        new("A_OperationalAcctgDocItemCube", Accounting, AccountingKey)
        {
            Stamp = AccountingChange,
            Filter = "FinancialAccountType eq 'D'",   // and the document types of SapOptions.PaymentTypes
            Attachment = new("to_ClearedItems", Accounting, "A_OperationalAcctgDocItemCube", AccountingKey,
                [("ClearingAccountingDocument", "ClearingAccountingDocument"), ("CompanyCode", "CompanyCode"), ("ClearingDate", "ClearingDate"), ("Customer", "Customer")]) { Filter = "BillingDocument ne ''" },
            Company = "CompanyCode",
            Day = "PostingDate",
            Sums = ["AmountInTransactionCurrency"],
        },
        new("A_MatlStkInAcctMod", Stock, ["Material", "Plant", "StorageLocation"]),
        new("A_SalesContract", Contracts, ["SalesContract"])
        {
            Stamp = new("LastChangeDateTime", IsDate: false),
            Expand = ["to_Item"],
            Company = "SalesOrganization",
            Day = "SalesContractDate",
            Sums = ["TotalNetAmount"],
        },
    ];

    public const string Payments = "A_OperationalAcctgDocItemCube";

    public static SapEntity? Find(string name) => All.FirstOrDefault(entity => entity.Name == name);
}
