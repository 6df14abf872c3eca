// Writes erp/*.csv from original/*.csv: the sample ERP that the hub reads. See README.md for what is derived and how.
// Run it with `dotnet run derive.cs`, or `dotnet run derive.cs -- <folder>` to write elsewhere.
// The same input gives the same bytes: no clock, no random numbers, no culture.

#:property PublishAot=false

using System.Globalization;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var original = Path.Combine(here, "original");
var erp = args is [var folder] ? folder : Path.Combine(here, "erp");
Directory.CreateDirectory(erp);

var categories = Csv.Read(original, "Categories.csv").ToDictionary(row => row["CategoryID"], row => row["CategoryName"]);
var customers = Csv.Read(original, "Customers.csv");
var products = Csv.Read(original, "Products.csv");
var shippers = Csv.Read(original, "Shippers.csv");
var carrierOf = shippers.ToDictionary(row => row["ShipperID"], row => row["CompanyName"]);
var details = Csv.Read(original, "OrderDetails.csv").ToLookup(row => row["OrderID"]);
var orders = Csv.Read(original, "Orders.csv").Select(row => new Order(row, details[row["OrderID"]])).OrderBy(order => order.Id).ToList();

Allocate();

Csv.Write(erp, "Customers.csv", customers.Select(row => row.With("Email", Derive.Email(row["ContactName"], row["CustomerID"]))));
Csv.Write(erp, "Products.csv", products.Select(row => row.With("CategoryName", categories[row["CategoryID"]])));
Csv.Write(erp, "Shippers.csv", shippers);
Csv.Write(erp, "Orders.csv", orders.Select(order => order.ToRow()));
Csv.Write(erp, "OrderDetails.csv", OrderDetails());
WriteShipmentsInvoicesAndPayments();
Csv.Write(erp, "Contracts.csv", Contracts());

// What has not shipped is allocated from stock: who ordered first is served first, as far as the stock goes.
void Allocate()
{
    var stock = products.ToDictionary(row => row["ProductID"], row => int.Parse(row["UnitsInStock"]));
    foreach (var line in orders.Where(order => order.ShippedOn is null).OrderBy(order => order.OrderedOn).ThenBy(order => order.Id).SelectMany(order => order.Lines))
    {
        line.Allocated = Math.Min(line.Quantity, stock[line.ProductId]);
        stock[line.ProductId] -= line.Allocated;
    }
}

IEnumerable<Row> OrderDetails()
{
    var nameOf = products.ToDictionary(row => row["ProductID"], row => row["ProductName"]);
    foreach (var order in orders)
        foreach (var line in order.Lines)
            yield return new Row()
                .With("OrderID", order.Id).With("LineNo", line.Number)
                .With("ProductID", line.ProductId).With("ProductName", nameOf[line.ProductId])
                .With("UnitPrice", line.UnitPrice).With("Quantity", line.Quantity).With("Discount", line.Discount)
                .With("LineNet", line.Net.ToString("0.00"))
                .With("QtyAllocated", line.Allocated).With("QtyShipped", order.ShippedOn is null ? 0 : line.Quantity);
}

// One shipment and one invoice per shipped order, numbered as they left the house.
void WriteShipmentsInvoicesAndPayments()
{
    List<Row> shipments = [], shipmentLines = [], invoices = [], payments = [];
    foreach (var order in orders.Where(order => order.ShippedOn is not null).OrderBy(order => order.ShippedOn).ThenBy(order => order.Id))
    {
        var shippedOn = order.ShippedOn!.Value;
        var carrier = carrierOf[order.Row["ShipVia"]];
        var shipmentId = 50001 + shipments.Count;
        shipments.Add(new Row()
            .With("ShipmentID", shipmentId).With("OrderID", order.Id).With("CustomerID", order.CustomerId)
            .With("Carrier", carrier).With("TrackingNumber", Derive.TrackingNumber(carrier, shipmentId))
            .With("ShippedDate", Derive.Text(shippedOn)).With("Status", "S"));
        shipmentLines.AddRange(order.Lines.Select((line, index) => new Row()
            .With("ShipmentID", shipmentId).With("LineNo", index + 1).With("OrderLineNo", line.Number)
            .With("ProductID", line.ProductId).With("Quantity", line.Quantity)));

        var invoiceId = 60001 + invoices.Count;
        var paid = Derive.Paid(order.Gross, shippedOn, invoiceId);
        invoices.Add(new Row()
            .With("InvoiceID", invoiceId).With("OrderID", order.Id).With("CustomerID", order.CustomerId)
            .With("IssuedDate", Derive.Text(shippedOn)).With("DueDate", Derive.Text(shippedOn.AddDays(30)))
            .With("NetAmount", order.Net.ToString("0.00")).With("TaxAmount", "0.00").With("GrossAmount", order.Gross.ToString("0.00"))
            .With("OpenAmount", (order.Gross - paid).ToString("0.00")).With("Currency", "USD"));
        if (paid > 0)
        {
            var paymentId = 70001 + payments.Count;
            payments.Add(new Row()
                .With("PaymentID", paymentId).With("CustomerID", order.CustomerId).With("InvoiceID", invoiceId)
                .With("ReceivedDate", Derive.Text(shippedOn.AddDays(Derive.DaysToPay(invoiceId))))
                .With("Amount", paid.ToString("0.00")).With("Currency", "USD")
                .With("Method", (paymentId % 3) switch { 0 => "Bank transfer", 1 => "Card", _ => "Cheque" }));
        }
    }

    Csv.Write(erp, "Shipments.csv", shipments);
    Csv.Write(erp, "ShipmentLines.csv", shipmentLines);
    Csv.Write(erp, "Invoices.csv", invoices);
    Csv.Write(erp, "Payments.csv", payments);
}

// Every second customer has a contract; every third of those also has an earlier one that ended when it began.
IEnumerable<Row> Contracts()
{
    var yearly = orders.Where(order => order.OrderedOn >= new DateOnly(2025, 5, 7)).GroupBy(order => order.CustomerId)
        .ToDictionary(group => group.Key, group => group.Sum(order => order.Net));
    var number = 0;
    for (var index = 0; index < customers.Count; index += 2)
    {
        var customer = customers[index]["CustomerID"];
        var nth = index / 2;
        var ends = new DateOnly(2026, 12, 1).AddDays(nth * 37 % 395);
        var starts = ends.AddDays(1).AddYears(-2);
        var value = Math.Ceiling(Math.Max(yearly.GetValueOrDefault(customer), 500m) / 500m) * 500m;
        if (nth % 3 == 1)
            yield return Contract(nth + 1, customer, starts.AddYears(-1), starts.AddDays(-1), value / 2, "E");
        yield return nth % 7 == 6
            ? Contract(nth, customer, starts.AddYears(-1), ends.AddYears(-1), value, "E")
            : Contract(nth, customer, starts, ends, value, "A");
    }

    Row Contract(int nth, string customer, DateOnly starts, DateOnly ends, decimal value, string status) => new Row()
        .With("ContractID", $"K-{1001 + number++}").With("CustomerID", customer)
        .With("Kind", (nth % 3) switch { 0 => "Framework agreement", 1 => "Service", _ => "Price agreement" })
        .With("StartsOn", Derive.Text(starts)).With("EndsOn", Derive.Text(ends))
        .With("AutoRenew", status == "A" && nth % 4 < 2 ? "Y" : "N").With("NoticeDays", (nth % 3) switch { 0 => 90, 1 => 30, _ => 60 })
        .With("Value", value.ToString("0.00")).With("Currency", "USD")
        .With("BillingPeriod", (nth % 4) switch { 0 => "yearly", 1 => "monthly", _ => "quarterly" }).With("Status", status);
}

/// <summary>The rules that are not one-liners.</summary>
static class Derive
{
    /// <summary>28 years later: every date keeps its weekday, and leap years stay leap years.</summary>
    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "M/d/yyyy").AddYears(28);

    public static string Text(DateOnly date) => date.ToString("M/d/yyyy");

    public static string Email(string contact, string customerId)
    {
        var name = new StringBuilder();
        foreach (var letter in contact.Replace("ß", "ss").Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (letter == ' ') name.Append('.');
            else if (char.IsAsciiLetter(letter)) name.Append(letter);
        return $"{name}@{customerId.ToLowerInvariant()}.example";
    }

    /// <summary>The carrier's initials, ten digits, and a check digit (mod 11, X for 10).</summary>
    public static string TrackingNumber(string carrier, int shipmentId)
    {
        var digits = (shipmentId * 104729L % 10_000_000_000).ToString("0000000000");
        var check = digits.Select((digit, index) => (digit - '0') * (index + 2)).Sum() % 11;
        return string.Concat(carrier.Split(' ').Select(word => word[0])) + digits + (check == 10 ? "X" : check.ToString());
    }

    /// <summary>From 4 to 60 days after the invoice; due are 30.</summary>
    public static int DaysToPay(int invoiceId) => 4 + invoiceId * 37 % 57;

    /// <summary>
    /// Who pays in time pays all. Of the late ones, until 2025 one in fourteen is still open, in 2026 every second; two in five of those have paid half.
    /// </summary>
    public static decimal Paid(decimal gross, DateOnly issuedOn, int invoiceId)
    {
        var late = DaysToPay(invoiceId) > 30;
        var open = late && invoiceId % (issuedOn.Year < 2026 ? 14 : 2) == 0;
        return !open ? gross : invoiceId % 5 < 2 ? Math.Round(gross / 2, 2, MidpointRounding.AwayFromZero) : 0;
    }
}

/// <summary>An order with its sums; dates already moved.</summary>
sealed class Order
{
    public Order(Row row, IEnumerable<Row> details)
    {
        Row = row;
        Lines = [.. details.Select((detail, index) => new Line(detail, index + 1))];
        OrderedOn = Derive.Date(row["OrderDate"]);
        ShippedOn = row["ShippedDate"] == "" ? null : Derive.Date(row["ShippedDate"]);
    }

    public Row Row { get; }
    public List<Line> Lines { get; }
    public DateOnly OrderedOn { get; }
    public DateOnly? ShippedOn { get; }
    public int Id => int.Parse(Row["OrderID"]);
    public string CustomerId => Row["CustomerID"];
    public decimal Net => Lines.Sum(line => line.Net);
    public decimal Gross => Net + decimal.Parse(Row["Freight"]);

    private string Status => ShippedOn is not null ? "D" : Lines.Any(line => line.Allocated > 0) ? "P" : "O";

    public Row ToRow() => Row
        .With("OrderDate", Derive.Text(OrderedOn)).With("RequiredDate", Derive.Text(Derive.Date(Row["RequiredDate"])))
        .With("ShippedDate", ShippedOn is { } date ? Derive.Text(date) : "")
        .With("Status", Status).With("NetAmount", Net.ToString("0.00")).With("GrossAmount", Gross.ToString("0.00")).With("Currency", "USD");
}

/// <summary>One line of an order.</summary>
sealed class Line(Row row, int number)
{
    public int Number => number;
    public string ProductId => row["ProductID"];
    public string UnitPrice => row["UnitPrice"];
    public string Discount => row["Discount"];
    public int Quantity { get; } = int.Parse(row["Quantity"]);
    public int Allocated { get; set; }

    public decimal Net { get; } = Math.Round(
        decimal.Parse(row["UnitPrice"]) * int.Parse(row["Quantity"]) * (1 - decimal.Parse(row["Discount"])), 2, MidpointRounding.AwayFromZero);
}

/// <summary>Cells by column name, in column order.</summary>
sealed class Row
{
    private readonly OrderedDictionary<string, string> _cells = [];

    public string this[string column] => _cells[column];
    public IEnumerable<string> Columns => _cells.Keys;
    public IEnumerable<string> Cells => _cells.Values;

    public Row With(string column, object value)
    {
        _cells[column] = value.ToString()!;
        return this;
    }
}

/// <summary>CSV as in RFC 4180, UTF-8 without a mark; lines end with LF, as in the originals.</summary>
static class Csv
{
    public static List<Row> Read(string folder, string file)
    {
        var lines = Parse(File.ReadAllText(Path.Combine(folder, file))).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).Aggregate(new Row(), (row, pair) => row.With(pair.First, pair.Second)))];
    }

    public static void Write(string folder, string file, IEnumerable<Row> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            if (text.Length == 0)
                text.AppendJoin(',', row.Columns.Select(Quoted)).Append('\n');
            text.AppendJoin(',', row.Cells.Select(Quoted)).Append('\n');
        }

        File.WriteAllBytes(Path.Combine(folder, file), new UTF8Encoding(false).GetBytes(text.ToString()));
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";

    private static IEnumerable<List<string>> Parse(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
                cell.Append(text[at++]);
            else if (letter == '"')
                quoted = !quoted;
            else if (!quoted && letter is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (letter == '\n')
                {
                    yield return cells;
                    cells = [];
                }
            }
            else
                cell.Append(letter);
        }
    }
}
