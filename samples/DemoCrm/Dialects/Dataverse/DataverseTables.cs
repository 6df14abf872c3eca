namespace DemoCrm.Dialects.Dataverse;

/// <summary>A column, as <see cref="StandInTable.FieldTypes"/> keeps it: <c>String 100</c>, <c>Decimal</c>, <c>DateOnly</c>, <c>Lookup account,contact relationship</c>.</summary>
internal sealed record DataverseColumn(string Name, string Type, string[] Words)
{
    public static DataverseColumn Of(string name, string written) => new(name, written.Split(' ')[0], written.Split(' '));

    public IReadOnlyList<string> Targets => Type == "Lookup" ? Words[1].Split(',') : [];

    /// <summary>The navigation property to one of the tables it refers to.</summary>
    public string Navigation(string target) => Targets.Count == 1 ? Name : $"{Name}_{target}";

    /// <summary>Rows go with the one they belong to.</summary>
    public bool IsParental => Words.Length > 2;

    public string Relationship(string table) => IsParental ? Words[2] : $"{table}_{Name}";
}

/// <summary>The tables of an environment with Sales and the hub's solution, in the columns that the hub's mappings fill.</summary>
internal static class DataverseTables
{
    private const string Key = "erp_key:String_450";

    private static readonly Dictionary<string, string> Sets = new() { ["account"] = "accounts", ["contact"] = "contacts", ["publisher"] = "publishers", ["solution"] = "solutions" };

    public static void Furnish(StandInStore store)
    {
        Table(store, "publisher", "uniquename friendlyname customizationprefix customizationoptionvalueprefix:Integer");
        Table(store, "solution", "uniquename friendlyname version publisherid:Lookup_publisher");
        Table(store, "account", "name:String_160 accountnumber:String_20 telephone1:String_50 emailaddress1:String_100 address1_line1:String_250 address1_line2:String_250 address1_city:String_80 address1_stateorprovince:String_50 address1_postalcode:String_20 "
            + $"address1_country:String_80 description:Memo statecode:Integer merged:Boolean masterid:Lookup_account {Key} erp_name_kana erp_kind erp_tax_id erp_status erp_currency erp_credit_limit:Decimal "
            + "erp_number erp_last_order_on:DateOnly");
        Table(store, "contact", "lastname:String_50 firstname:String_50 jobtitle:String_100 department:String_100 emailaddress1:String_100 telephone1:String_50 statecode:Integer merged:Boolean masterid:Lookup_contact "
            + $"parentcustomerid:Lookup_account,contact {Key} erp_name_kana erp_role");
        const string Party = "erp_customerid:Lookup_account";
        Table(store, "erp_product", $"erp_name {Key} erp_sku erp_unit erp_category");
        Table(store, "erp_order", $"erp_name {Key} {Party} erp_contactid:Lookup_contact erp_ordered_on:DateOnly erp_requested_on:DateOnly erp_status erp_currency erp_net:Decimal erp_tax:Decimal erp_gross:Decimal");
        Table(store, "erp_order_line", $"erp_name {Key} erp_orderid:Lookup_erp__order_erp__order__lines erp_product erp_description erp_quantity:Decimal erp_unit erp_unit_price:Decimal erp_net:Decimal erp_requested_on:DateOnly erp_allocated:Decimal erp_shipped:Decimal erp_cancelled:Decimal");
        Table(store, "erp_shipment", $"erp_name {Key} {Party} erp_orderid:Lookup_erp__order erp_carrier erp_tracking_number erp_planned_on:DateOnly erp_shipped_at:DateTime erp_delivered_at:DateTime erp_status");
        Table(store, "erp_invoice", $"erp_name {Key} {Party} erp_orderid:Lookup_erp__order erp_issued_on:DateOnly erp_due_on:DateOnly erp_currency erp_net:Decimal erp_tax:Decimal erp_gross:Decimal erp_open:Decimal erp_credit_note:Boolean");
        Table(store, "erp_payment", $"erp_name {Key} {Party} erp_invoiceid:Lookup_erp__invoice erp_received_on:DateOnly erp_amount:Decimal erp_currency erp_method");
        Table(store, "erp_contract", $"erp_name {Key} {Party} erp_kind erp_starts_on:DateOnly erp_ends_on:DateOnly erp_auto_renew:Boolean erp_notice_days:Decimal erp_value:Decimal erp_currency erp_billing_period erp_status");
        Table(store, "erp_stock", $"erp_name {Key} erp_productid:Lookup_erp__product erp_location erp_on_hand:Decimal erp_allocated:Decimal erp_available:Decimal erp_incoming:Decimal erp_unit erp_as_of:DateTime");
    }

    public static string SetOf(StandInTable table) => Sets.GetValueOrDefault(table.Name) ?? $"{table.Name}s";

    public static StandInTable? BySet(StandInStore store, string set) => store.Tables.FirstOrDefault(table => SetOf(table) == set);

    public static string IdOf(StandInTable table) => $"{table.Name}id";

    public static IEnumerable<DataverseColumn> Columns(StandInTable table) => table.FieldTypes.Select(field => DataverseColumn.Of(field.Key, field.Value));

    /// <summary>In the words of <see cref="StandInTable.FieldTypes"/>, blanks written as one underscore and underscores as two where a type follows.</summary>
    private static void Table(StandInStore store, string name, string columns)
    {
        var table = store.Table(name);
        table.FieldTypes[IdOf(table)] = "Uniqueidentifier";
        foreach (var column in columns.Split(' ').Select(written => written.Split(':')))
            table.FieldTypes[column[0]] = column.Length == 1 ? "String 200" : column[1].Replace("__", "\0", StringComparison.Ordinal).Replace('_', ' ').Replace('\0', '_');
        if (table.FieldTypes.ContainsKey("erp_key"))
            table.UniqueFields.Add("erp_key");
    }
}
