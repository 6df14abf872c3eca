using System.Globalization;
using System.Text;

namespace DemoCrm.Dialects.C4c;

/// <summary>A property, as <see cref="StandInTable.FieldTypes"/> keeps it: <c>Edm.String 40 cu</c>; c: creatable, u: updatable. <c>Items ErpOrderItem</c>: a navigation.</summary>
internal sealed record C4cProperty(string Name, string Type, int? MaxLength, bool IsCreatable, bool IsUpdatable, string? Items)
{
    public static C4cProperty Of(string name, string written)
    {
        var words = written.Split(' ');
        return words[0] == "Items" ? new(name, "", null, true, false, words[1])
            : new(name, words[0], words.Length > 2 ? int.Parse(words[1], CultureInfo.InvariantCulture) : null, words[^1].Contains('c', StringComparison.Ordinal), words[^1].Contains('u', StringComparison.Ordinal), null);
    }
}

/// <summary>The collections of a tenant whose service has accounts, contacts and the hub's own business objects.</summary>
internal static class C4cTables
{
    private const string Key = "ExternalID:Edm.String_100_cu";

    public static void Furnish(StandInStore store)
    {
        Table(store, "CorporateAccount", $"AccountID:Edm.String_10_- UUID:Edm.Guid_- {Key} Name:Edm.String_80_cu AdditionalName:Edm.String_40_cu Phone:Edm.String_350_cu Email:Edm.String_255_cu Street:Edm.String_60_cu AddressLine1:Edm.String_40_cu "
            + "City:Edm.String_40_cu StateCode:Edm.String_6_cu StreetPostalCode:Edm.String_10_cu CountryCode:Edm.String_3_cu LifeCycleStatusCode:Edm.String_2_- RoleCode:Edm.String_6_c ErpNumber_KUT:Edm.String_60_cu "
            + "ErpTaxID_KUT:Edm.String_60_cu ErpStatus_KUT:Edm.String_60_u ErpCurrency_KUT:Edm.String_3_cu ErpCreditLimit_KUT:Edm.Decimal_cu ErpLastOrderOn_KUT:Edm.DateTime_cu ErpSeenAt_KUT:Edm.DateTimeOffset_cu");
        Table(store, "Contact", $"ContactID:Edm.String_10_- UUID:Edm.Guid_- {Key} AccountUUID:Edm.Guid_cu FirstName:Edm.String_40_cu LastName:Edm.String_40_cu JobTitle:Edm.String_40_cu Department:Edm.String_40_cu Email:Edm.String_255_cu Phone:Edm.String_350_cu ErpRole_KUT:Edm.String_60_cu");
        const string Party = "AccountUUID:Edm.Guid_cu Number:Edm.String_60_cu";
        Table(store, "ErpProduct", $"{Key} SKU:Edm.String_60_cu Name:Edm.String_255_cu Unit:Edm.String_20_cu Category:Edm.String_100_cu");
        Table(store, "ErpOrder", $"{Key} {Party} ContactUUID:Edm.Guid_cu OrderedOn:Edm.DateTime_cu RequestedOn:Edm.DateTime_cu Status:Edm.String_60_cu Currency:Edm.String_3_cu Net:Edm.Decimal_cu Tax:Edm.Decimal_cu Gross:Edm.Decimal_cu ErpOrderItem:Items_ErpOrderItem");
        Table(store, "ErpOrderItem", "ID:Edm.String_20_cu ParentObjectID:Edm.String_70_c Product:Edm.String_60_cu Description:Edm.String_255_cu Quantity:Edm.Decimal_cu Unit:Edm.String_20_cu UnitPrice:Edm.Decimal_cu Net:Edm.Decimal_cu RequestedOn:Edm.DateTime_cu "
            + "Allocated:Edm.Decimal_cu Shipped:Edm.Decimal_cu Cancelled:Edm.Decimal_cu");
        Table(store, "ErpShipment", $"{Key} {Party} OrderUUID:Edm.Guid_cu Carrier:Edm.String_100_cu TrackingNumber:Edm.String_100_cu PlannedOn:Edm.DateTime_cu ShippedAt:Edm.DateTimeOffset_cu DeliveredAt:Edm.DateTimeOffset_cu Status:Edm.String_60_cu");
        Table(store, "ErpInvoice", $"{Key} {Party} OrderUUID:Edm.Guid_cu IssuedOn:Edm.DateTime_cu DueOn:Edm.DateTime_cu Currency:Edm.String_3_cu Net:Edm.Decimal_cu Tax:Edm.Decimal_cu Gross:Edm.Decimal_cu OpenAmount:Edm.Decimal_cu CreditNote:Edm.Boolean_cu");
        Table(store, "ErpPayment", $"{Key} {Party} InvoiceUUID:Edm.Guid_cu ReceivedOn:Edm.DateTime_cu Amount:Edm.Decimal_cu Currency:Edm.String_3_cu Method:Edm.String_60_cu");
        Table(store, "ErpContract", $"{Key} {Party} Kind:Edm.String_60_cu StartsOn:Edm.DateTime_cu EndsOn:Edm.DateTime_cu AutoRenew:Edm.Boolean_cu NoticeDays:Edm.Decimal_cu Value:Edm.Decimal_cu Currency:Edm.String_3_cu BillingPeriod:Edm.String_60_cu Status:Edm.String_60_cu");
        Table(store, "ErpStock", $"{Key} ProductUUID:Edm.Guid_cu Location:Edm.String_100_cu OnHand:Edm.Decimal_cu Allocated:Edm.Decimal_cu Available:Edm.Decimal_cu Incoming:Edm.Decimal_cu Unit:Edm.String_20_cu AsOf:Edm.DateTimeOffset_cu");
    }

    public static IReadOnlyList<C4cProperty> Properties(StandInTable table) => [.. table.FieldTypes.Select(field => C4cProperty.Of(field.Key, field.Value))];

    public static string Metadata(StandInStore store)
    {
        var text = new StringBuilder("""<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData"><edmx:DataServices m:DataServiceVersion="2.0"><Schema Namespace="c4codataapi" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">""");
        foreach (var table in store.Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"""<EntityType Name="{table.Name}"><Key><PropertyRef Name="ObjectID"/></Key>""");
            foreach (var property in Properties(table))
                text.Append(property.Items is { } items
                    ? $"""<NavigationProperty Name="{property.Name}" Relationship="c4codataapi.{table.Name}_{items}" FromRole="{table.Name}" ToRole="{items}"/>"""
                    : $"""<Property Name="{property.Name}" Type="{property.Type}" Nullable="true"{(property.MaxLength is { } most ? $" MaxLength=\"{most}\"" : "")} sap:creatable="{(property.IsCreatable ? "true" : "false")}" sap:updatable="{(property.IsUpdatable ? "true" : "false")}" sap:filterable="true"/>""");
            text.Append("</EntityType>");
        }

        foreach (var (table, items) in store.Tables.SelectMany(table => Properties(table).Where(property => property.Items is not null).Select(property => (table, property.Items))))
            text.Append(CultureInfo.InvariantCulture, $"""<Association Name="{table.Name}_{items}"><End Type="c4codataapi.{table.Name}" Multiplicity="1" Role="{table.Name}"/><End Type="c4codataapi.{items}" Multiplicity="*" Role="{items}"/></Association>""");
        text.Append("""<EntityContainer Name="c4codataapi" m:IsDefaultEntityContainer="true">""");
        foreach (var table in store.Tables)
            text.Append(CultureInfo.InvariantCulture, $"""<EntitySet Name="{table.Name}Collection" EntityType="c4codataapi.{table.Name}"/>""");
        return text.Append("</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>").ToString();
    }

    /// <summary>In the words of <see cref="StandInTable.FieldTypes"/>, blanks written as underscores.</summary>
    private static void Table(StandInStore store, string name, string properties)
    {
        var table = store.Table(name);
        table.FieldTypes["ObjectID"] = "Edm.String 70 -";
        foreach (var property in properties.Split(' ').Select(written => written.Split(':')))
            table.FieldTypes[property[0]] = property[1].Replace('_', ' ');
    }
}
