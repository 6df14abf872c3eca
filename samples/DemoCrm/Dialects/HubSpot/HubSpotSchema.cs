namespace DemoCrm.Dialects.HubSpot;

/// <summary>The objects of the stand-in's account with the properties the connector's mappings write, as <c>hub target setup</c> makes them. Standard properties that nobody here uses are left out.</summary>
internal static class HubSpotSchema
{
    public const string Key = "erp_key";

    public const string Portal = "1234567";

    private const string Money = "erp_currency";

    /// <summary>Properties by object: text unless <c>:type</c> stands behind the name.</summary>
    public static IReadOnlyDictionary<string, string[]> Objects { get; } = new Dictionary<string, string[]>
    {
        ["companies"] = ["name", "phone", "address", "address2", "city", "state", "zip", "country", "erp_number", "erp_kind", "erp_name_kana", "erp_corporate_number", "erp_tax_id", "erp_email", "erp_status", Money, "erp_credit_limit:number"],
        ["contacts"] = ["firstname", "lastname", "email", "phone", "jobtitle", "erp_name_kana", "erp_department", "erp_role"],
        ["products"] = ["name", "hs_sku", "erp_unit", "erp_category"],
        ["deals"] = ["dealname", "amount:number", "deal_currency_code", "closedate:datetime", "erp_number", "erp_status"],
        ["line_items"] = ["name", "quantity:number", "price:number", "erp_unit", "erp_product"],
        ["p_erp_order"] = ["erp_number", "erp_ordered_on:date", "erp_requested_on:date", "erp_status", Money, "erp_net:number", "erp_tax:number", "erp_gross:number"],
        ["p_erp_order_line"] = ["erp_number", "erp_product", "erp_description", "erp_quantity:number", "erp_unit", "erp_unit_price:number", "erp_net:number", "erp_requested_on:date", "erp_allocated:number", "erp_shipped:number", "erp_cancelled:number"],
        ["p_erp_shipment"] = ["erp_number", "erp_carrier", "erp_tracking_number", "erp_planned_on:date", "erp_shipped_at:datetime", "erp_delivered_at:datetime", "erp_status"],
        ["p_erp_invoice"] = ["erp_number", "erp_issued_on:date", "erp_due_on:date", Money, "erp_net:number", "erp_tax:number", "erp_gross:number", "erp_open:number", "erp_credit_note:bool"],
        ["p_erp_payment"] = ["erp_number", "erp_received_on:date", "erp_amount:number", Money, "erp_method"],
        ["p_erp_contract"] = ["erp_number", "erp_kind", "erp_starts_on:date", "erp_ends_on:date", "erp_auto_renew:bool", "erp_notice_days:number", "erp_value:number", Money, "erp_billing_period", "erp_status"],
        ["p_erp_stock"] = ["erp_number", "erp_location", "erp_on_hand:number", "erp_allocated:number", "erp_available:number", "erp_incoming:number", "erp_unit", "erp_as_of:datetime"],
    };

    /// <summary>Numbers of object types (CRM API, "Understanding the CRM", object type ids); those of custom objects are the account's own.</summary>
    public static string TypeId(string table, int number) => table switch { "contacts" => "0-1", "companies" => "0-2", "deals" => "0-3", "products" => "0-7", "line_items" => "0-8", _ => $"2-{number}" };
}
