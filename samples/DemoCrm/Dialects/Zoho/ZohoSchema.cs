namespace DemoCrm.Dialects.Zoho;

/// <summary>The modules of the stand-in's organization with the fields the connector's mappings write. Standard fields that nobody here uses are left out.</summary>
internal static class ZohoSchema
{
    public const string Key = "ERP_Key";

    /// <summary>Fields by module: text unless <c>:type</c> stands behind the name, mandatory with <c>!</c>; the fields of a subform are those of the module behind its colon.</summary>
    public static IReadOnlyDictionary<string, string[]> Modules { get; } = new Dictionary<string, string[]>
    {
        ["Accounts"] = ["Account_Name!", "Phone", "Billing_Street", "Billing_City", "Billing_State", "Billing_Code", "Billing_Country", "ERP_Number", "ERP_Kind", "ERP_Name_Kana", "ERP_Corporate_Number", "ERP_Tax_Id", "ERP_Email", "ERP_Status", "ERP_Currency", "ERP_Credit_Limit:double"],
        ["Contacts"] = ["Last_Name!", "Email", "Phone", "Title", "Department", "Account_Name:lookup", "ERP_Name_Kana", "ERP_Role"],
        ["Products"] = ["Product_Name!", "Product_Code", "ERP_Unit", "ERP_Category"],
        ["ERP_Orders"] = ["Name!", "Account:lookup", "Contact:lookup", "Ordered_On:date", "Requested_On:date", "Status", "Order_Currency", "Net:double", "Tax:double", "Gross:double", "Order_Lines:subform"],
        ["ERP_Shipments"] = ["Name!", "Account:lookup", "Order:lookup", "Carrier", "Tracking_Number", "Planned_On:date", "Shipped_At:datetime", "Delivered_At:datetime", "Status"],
        ["ERP_Invoices"] = ["Name!", "Account:lookup", "Order:lookup", "Issued_On:date", "Due_On:date", "Invoice_Currency", "Net:double", "Tax:double", "Gross:double", "Open_Amount:double", "Credit_Note:boolean"],
        ["ERP_Payments"] = ["Name!", "Account:lookup", "Invoice:lookup", "Received_On:date", "Amount:double", "Payment_Currency", "Method"],
        ["ERP_Contracts"] = ["Name!", "Account:lookup", "Contact:lookup", "Kind", "Starts_On:date", "Ends_On:date", "Auto_Renew:boolean", "Notice_Days:integer", "Contract_Value:double", "Contract_Currency", "Billing_Period", "Status"],
        ["ERP_Stock"] = ["Name!", "Product:lookup", "Location", "On_Hand:double", "Allocated:double", "Available:double", "Incoming:double", "Unit", "As_Of:datetime"],
        ["Order_Lines"] = ["Number", "Product_Key", "Description", "Quantity:double", "Unit", "Unit_Price:double", "Net:double", "Requested_On:date", "Allocated:double", "Shipped:double", "Cancelled:double"],
    };
}
