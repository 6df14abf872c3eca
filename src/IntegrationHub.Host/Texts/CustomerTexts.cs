using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Texts;

/// <summary>The customer search and the customer page.</summary>
public sealed record CustomerTexts
{
    // search
    public required string SearchLabel { get; init; }
    public required string SearchHint { get; init; }
    public required string Search { get; init; }
    public required string ShowAll { get; init; }
    public required string ListCaption { get; init; }
    public required string Name { get; init; }
    public required string Number { get; init; }
    public required string Source { get; init; }
    public required Func<string, string> NoneFound { get; init; }
    public required string NoneFoundLead { get; init; }
    public required string NoCustomers { get; init; }
    public required string NoCustomersLead { get; init; }
    public required string ToJobs { get; init; }

    // who they are
    public required Func<string, string> UnknownCustomer { get; init; }
    public required string UnknownCustomerLead { get; init; }
    public required string WhoTheyAre { get; init; }
    public required string Organization { get; init; }
    public required string Person { get; init; }
    public required string Address { get; init; }
    public required string Phone { get; init; }
    public required string Email { get; init; }
    public required string CorporateNumber { get; init; }
    public required string TaxId { get; init; }
    public required string CreditLimit { get; init; }
    public required string Status { get; init; }
    public required string Accounts { get; init; }
    public required string Contacts { get; init; }
    public required string NoContacts { get; init; }

    // freshness
    public required Func<string, string> HeardAgo { get; init; }
    public required string NeverHeard { get; init; }
    public required string HeardDetails { get; init; }

    // figures
    public required string KeyFigures { get; init; }
    public required string OpenAmount { get; init; }
    public required string NothingOpen { get; init; }
    public required string Overdue { get; init; }
    public required string NothingOverdue { get; init; }
    public required Func<string, string> OverdueSince { get; init; }
    public required string SalesTwelveMonths { get; init; }
    public required Func<int, string> OrderCount { get; init; }
    public required string LastOrder { get; init; }
    public required string NoOrderYet { get; init; }

    // what a figure adds up to
    public required Func<string, string, string> FigureLink { get; init; }
    public required string UnknownFigure { get; init; }
    public required string UnknownFigureLead { get; init; }
    public required Func<string, string> SalesOf { get; init; }
    public required string OpenLead { get; init; }
    public required Func<string, string> OverdueLead { get; init; }
    public required Func<string, string, string> SalesLead { get; init; }
    public required string NoParts { get; init; }
    public required string PartsCaption { get; init; }
    public required string Dated { get; init; }
    public required string Due { get; init; }
    public required string Adds { get; init; }
    public required Func<int, string> OnThisPage { get; init; }
    public required Func<int, string> AddsUpTo { get; init; }
    public required string PartsBefore { get; init; }
    public required string PartsAfter { get; init; }

    // chart
    public required Func<string, string> SalesByMonth { get; init; }
    public required Func<string, string, string> ChartSpan { get; init; }
    public required Func<string, string, string, string> ChartDescription { get; init; }
    public required string ChartTable { get; init; }
    public required string Month { get; init; }
    public required string Sales { get; init; }
    public required string NoSales { get; init; }

    // orders
    public required string Orders { get; init; }
    public required Func<string, string> OrderTitle { get; init; }
    public required string NoOrders { get; init; }
    public required string NoOrdersLead { get; init; }
    public required string OlderOrders { get; init; }
    public required string NewestOrders { get; init; }
    public required Func<OrderStatus, string> OrderStatus { get; init; }
    public required Func<string, string> RequestedFor { get; init; }
    public required string Progress { get; init; }
    public required string Ordered { get; init; }
    public required string Allocated { get; init; }
    public required string Shipped { get; init; }
    public required string Invoiced { get; init; }
    public required string Paid { get; init; }
    public required string NotYet { get; init; }
    public required Func<string, string, string> StepPartly { get; init; }
    public required Func<int, string> Lines { get; init; }
    public required Func<int, string> MoreLines { get; init; }
    public required string Product { get; init; }
    public required string Quantity { get; init; }
    public required string NetAmount { get; init; }
    public required Func<ShipmentStatus, string> ShipmentStatus { get; init; }
    public required string Shipment { get; init; }
    public required string Invoice { get; init; }
    public required string CreditNote { get; init; }
    public required string Payment { get; init; }
    public required string NoDate { get; init; }
    public required Func<string, string> Planned { get; init; }
    public required Func<string, string> DeliveredOn { get; init; }
    public required Func<string, string> Tracking { get; init; }
    public required Func<string, string> DueOn { get; init; }
    public required Func<string, string> StillOpen { get; init; }
    public required Func<int, string> DaysOverdue { get; init; }
    public required string Settled { get; init; }

    // contracts
    public required string Contracts { get; init; }
    public required string NoContracts { get; init; }
    public required Func<ContractStatus, string> ContractStatus { get; init; }
    public required Func<int, string> DaysToRun { get; init; }
    public required string EndsToday { get; init; }
    public required Func<string, string> EndedOn { get; init; }
    public required string OpenEnded { get; init; }
    public required Func<string, string, string> FromTo { get; init; }
    public required Func<string, string> From { get; init; }
    public required string RenewsItself { get; init; }
    public required Func<string, string> NoticeBy { get; init; }

    // stock
    public required string UsualProducts { get; init; }
    public required string UsualCaption { get; init; }
    public required string NoUsual { get; init; }
    public required string TimesOrdered { get; init; }
    public required string Available { get; init; }
    public required string Incoming { get; init; }
    public required string NoStockRecord { get; init; }
    public required string OutOfStock { get; init; }
    public required Func<int, string> Locations { get; init; }

    // where a value comes from
    public required Func<string, string> OriginOf { get; init; }
    public required string OriginKey { get; init; }
    public required string OriginVersion { get; init; }
    public required string OriginMapping { get; init; }
    public required string OriginRun { get; init; }
    public required string OriginHint { get; init; }
    public required string OriginExplained { get; init; }
}
