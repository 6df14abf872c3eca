using System.CommandLine;
using System.Globalization;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub customer</c>: what a salesperson sees, on the terminal.</summary>
internal static class CustomerVerb
{
    private static readonly Argument<string> Name = new("key or text") { Description = "A customer's number or source key (ALFKI, northwind/customer/ALFKI), or words to search for." };

    internal static Command Create() => Verb.Named("customer", "Shows one customer, or lists those that match.", Name).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var name = parsed.GetRequiredValue(Name).Trim();
        var today = DateOnly.FromDateTime(session.Time.GetLocalNow().Date);
        var customerNo = await hub.GetRequiredService<CustomerLookup>().FindAsync(name, cancellationToken);
        if (customerNo is null)
        {
            var found = await hub.GetRequiredService<CustomerSearch>().FindAsync(name, after: null, today, cancellationToken);
            if (found.Rows.Count == 0)
                throw new UsageException($"No customer matches '{name}'.");
            if (found.Rows.Count > 1)
                return List(terminal, found);
            customerNo = found.Rows[0].CustomerNo;
        }
        return Show(terminal, await ReadAsync(hub.GetRequiredService<CustomerQueries>(), customerNo.Value, today, cancellationToken));
    });

    private static async Task<CustomerPageData> ReadAsync(CustomerQueries customers, long customerNo, DateOnly today, CancellationToken cancellationToken) =>
        await customers.ReadPageAsync(customerNo, from: null, today, cancellationToken) switch
        {
            CustomerPageResult.Found(var page) => page,
            CustomerPageResult.Moved(var into) => await ReadAsync(customers, into, today, cancellationToken),
            _ => throw new UsageException($"There is no customer {customerNo}."),
        };

    private static int List(Terminal terminal, CustomerRows found)
    {
        terminal.Answer(found, () =>
        {
            terminal.Table(["No", "Name", "Key", "Last order", "Open"], found.Rows.Select(row => (IReadOnlyList<string>)
                [$"{row.CustomerNo}", row.Name, row.ExternalKey, $"{row.LastOrderOn:yyyy-MM-dd}", string.Join(", ", row.Open.Select(open => Amount(open.Open, open.Currency)))]));
            if (found.More)
                terminal.Say("There are more; search for more words.");
        });
        return ExitCode.Ok;
    }

    private static int Show(Terminal terminal, CustomerPageData customer)
    {
        terminal.Answer(customer, () =>
        {
            terminal.Say($"{customer.Name}  (customer {customer.CustomerNo}; {string.Join(", ", customer.Accounts.Select(account => account.Origin.Key))})");
            foreach (var open in customer.Open)
                terminal.Say($"Open: {Amount(open.Open, open.Currency)}, of which overdue {Amount(open.Overdue, open.Currency)}");
            terminal.Say("");
            terminal.Table(["Order", "Date", "Status", "Amount", "Shipments", "Invoices"], customer.Orders.Select(story => (IReadOnlyList<string>)
            [
                story.Order.Record.Number, $"{story.Order.Record.OrderedOn:yyyy-MM-dd}", $"{story.Order.Record.Status}".ToLowerInvariant(),
                (story.Order.Record.Gross ?? story.Order.Record.Net) is { } amount ? Amount(amount.Amount, amount.Currency) : "", $"{story.Shipments.Count}", $"{story.Invoices.Count}",
            ]));
            if (customer.Older is not null)
                terminal.Say("Older orders are on the customer's page.");
            foreach (var contract in customer.Contracts.Select(contract => contract.Record))
                terminal.Say($"Contract {contract.Number}: {contract.StartsOn:yyyy-MM-dd} to {contract.EndsOn:yyyy-MM-dd}");
        });
        return ExitCode.Ok;
    }

    /// <summary>With the decimals of its currency: yen have none. More where an amount really has them.</summary>
    internal static string Amount(decimal amount, string currency)
    {
        var decimals = Currencies.DecimalsOf(currency);
        return $"{amount.ToString(decimal.Round(amount, decimals) == amount ? $"F{decimals}" : "0.00##", CultureInfo.InvariantCulture)} {currency}";
    }
}
