using System.Text.Json;
using DemoCrm.State;

namespace DemoCrm.Pages;

/// <summary>One account: what a salesperson sees about it in this CRM.</summary>
internal static class AccountPage
{
    private const int MostShown = 200;

    private static readonly string[] Facts =
        ["erpNumber", "kind", "status", "corporateNumber", "taxId", "email", "phone", "street", "postalCode", "city", "region", "country", "currency"];

    public static Html Body(Crm crm, CrmRecord account) => Html.Of($"""
        <h1>{account.Text("name")}</h1>
        <p class="quiet">{account.Text("nameKana")} {account.Id} · external id {account.ExternalId} · updated {Show.Instant(account.UpdatedAt)}</p>
        <dl class="facts">
          {Html.Join(Facts.Where(account.Fields.ContainsKey).Select(field => Fact(Show.Label(field), Show.Value(account, field))))}
          {(account.Number("creditLimit") is null ? Html.Empty : Fact("Credit limit", Show.Money(account.Number("creditLimit"), account.Text("creditCurrency") ?? account.Text("currency"))))}
          {OpenAmounts(crm, account)}
        </dl>
        {Section(crm, account, CrmShapes.Contacts, "name", "title", "department", "role", "email", "phone")}
        {Section(crm, account, CrmShapes.Orders, "number", "orderedOn", "requestedOn", "status", "net", "gross")}
        {Section(crm, account, CrmShapes.Shipments, "number", "shippedOn", "shippedAt", "deliveredAt", "carrier", "trackingNumber", "status")}
        {Section(crm, account, CrmShapes.Invoices, "number", "issuedOn", "dueOn", "gross", "open")}
        {Section(crm, account, CrmShapes.Payments, "number", "receivedOn", "method", "amount")}
        {Section(crm, account, CrmShapes.Contracts, "number", "kind", "startsOn", "endsOn", "autoRenew", "value", "billingPeriod", "status")}
        """);

    private static Html Fact(string label, string value) => Html.Of($"<div><dt>{label}</dt><dd>{value}</dd></div>");

    /// <summary>What is still to be paid, per currency: amounts of different currencies are never added.</summary>
    private static Html OpenAmounts(Crm crm, CrmRecord account) => Html.Join(Of(crm, account, CrmShapes.Invoices)
        .Where(invoice => invoice.Number("open") is not null and not 0)
        .GroupBy(invoice => invoice.Text("currency"))
        .Select(invoices => Fact("Open", Show.Money(invoices.Sum(invoice => invoice.Number("open")), invoices.Key))));

    private static Html Section(Crm crm, CrmRecord account, string objectName, params string[] columns)
    {
        var records = Of(crm, account, objectName).ToList();
        if (records.Count == 0)
            return Html.Empty;
        var used = columns.Where(column => records.Exists(record => record.Fields.ContainsKey(column))).ToList();
        var latest = records.OrderByDescending(NewestDate, StringComparer.Ordinal).Take(MostShown);
        return Html.Of($"""
            <section><h2>{Show.Label(objectName)} <span class="count">{records.Count}</span></h2>
            <div class="scroll"><table>
            <thead><tr>{Html.Join(used.Select(column => Html.Of($"<th class=\"{Css(objectName, column)}\">{Show.Label(column)}</th>")))}</tr></thead>
            <tbody>{Html.Join(latest.Select(record => Row(crm, objectName, record, used)))}</tbody>
            </table></div>
            {(records.Count > MostShown ? Html.Of($"<p class=\"quiet\">The latest {MostShown} of {records.Count}.</p>") : Html.Empty)}</section>
            """);
    }

    private static Html Row(Crm crm, string objectName, CrmRecord record, List<string> columns)
    {
        var cells = Html.Of($"<tr>{Html.Join(columns.Select(column => Html.Of($"<td class=\"{Css(objectName, column)}\">{Cell(objectName, record, column)}</td>")))}</tr>");
        return record.Fields.TryGetValue("lines", out var lines) && lines.GetArrayLength() > 0
            ? Html.Of($"{cells}<tr class=\"lines\"><td colspan=\"{columns.Count}\"><details><summary>Lines: {lines.GetArrayLength()}</summary>{Lines(crm, objectName, lines)}</details></td></tr>")
            : cells;
    }

    private static string Cell(string objectName, CrmRecord record, string column) =>
        IsMoney(objectName, column) ? Show.Money(record, column) : Show.Value(record, column);

    private static Html Lines(Crm crm, string objectName, JsonElement lines)
    {
        var fields = crm.Shape(objectName)!.Field("lines")!.Lines!
            .Where(field => lines.EnumerateArray().Any(line => line.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null)).ToList();
        return Html.Of($"""
            <table><thead><tr>{Html.Join(fields.Select(field => Html.Of($"<th class=\"{Css(field)}\">{Show.Label(field.Name)}</th>")))}</tr></thead>
            <tbody>{Html.Join(lines.EnumerateArray().Select(line => Html.Of($"<tr>{Html.Join(fields.Select(field => Html.Of($"<td class=\"{Css(field)}\">{LineCell(crm, line, field)}</td>")))}</tr>")))}</tbody></table>
            """);
    }

    /// <summary>A product given by its id here is shown by name.</summary>
    private static string LineCell(Crm crm, JsonElement line, CrmField field)
    {
        var text = line.TryGetProperty(field.Name, out var value) ? Show.Value(value) : "";
        return field.Name == "product" ? crm.Find(CrmShapes.Products, text)?.Text("name") ?? text : text;
    }

    private static IEnumerable<CrmRecord> Of(Crm crm, CrmRecord account, string objectName) =>
        crm.All(objectName).Where(record => record.Text("accountId") == account.Id);

    private static string NewestDate(CrmRecord record) =>
        record.Text("orderedOn") ?? record.Text("issuedOn") ?? record.Text("receivedOn") ?? record.Text("shippedOn") ?? record.Text("shippedAt") ?? record.Text("startsOn") ?? "";

    private static bool IsMoney(string objectName, string column) =>
        column is "net" or "tax" or "gross" or "open" or "amount" || (column == "value" && objectName == CrmShapes.Contracts);

    private static string Css(string objectName, string column) => IsMoney(objectName, column) ? "number" : "";

    private static string Css(CrmField field) => field.Kind == FieldKind.Number ? "number" : "";
}
