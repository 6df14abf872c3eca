using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Faults.Crms;

/// <summary>What goes on in the ERP of a world that is delivered to: customers and their orders come and change, orders go and come again, and now and then a customer has no name, which the CRM refuses.</summary>
internal sealed class CrmTruth(string world)
{
    private const int Customers = 12;
    private const int Orders = 40;

    private readonly SortedDictionary<string, string?> _customers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Number, string Customer)> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _history = [];
    private int _version;

    /// <summary>What the source reports, by entity.</summary>
    public Dictionary<string, List<SourceRecord>> Events { get; } = new(StringComparer.Ordinal) { ["Customers"] = [], ["Orders"] = [] };

    public int Changes { get; private set; }
    public int Removals { get; private set; }

    public void Happen(Random random)
    {
        switch (random.Next(10))
        {
            case < 3: PutCustomer($"C{random.Next(Customers):00}", random.Next(12) == 0 ? null : $"Customer {++_version}"); break;
            case < 8 when _customers.Count > 0: PutOrder($"O{random.Next(Orders):00}", _customers.Keys.ElementAt(random.Next(_customers.Count))); break;
            case 8 when _orders.Count > 0: RemoveOrder(_orders.Keys.ElementAt(random.Next(_orders.Count))); break;
        }
    }

    /// <summary>Somebody gives every customer a name.</summary>
    public void Mend()
    {
        foreach (var nameless in _customers.Where(customer => customer.Value is null).Select(customer => customer.Key).ToList())
            PutCustomer(nameless, $"Customer {++_version}");
    }

    /// <summary>What the CRM is to show in the end: object, external key, and what is told of it.</summary>
    public IEnumerable<(string Object, string Key, string Shown)> Wanted =>
    [
        .. _customers.Select(customer => ("accounts", KeyOf("customer", customer.Key), customer.Value ?? "(refused)")),
        .. _orders.Select(order => ("orders", KeyOf("order", order.Key), $"{order.Value.Number} of {KeyOf("customer", order.Value.Customer)}")),
    ];

    public string KeyOf(string entity, string id) => $"{world}:{entity}:{id}";

    public void Note(string key, string what)
    {
        if (!_history.TryGetValue(key, out var events))
            _history.Add(key, events = []);
        events.Add(what);
    }

    public IReadOnlyList<string> HistoryOf(string key) => [.. (key == "*" ? [] : _history.GetValueOrDefault(key, []).TakeLast(12)), .. _history.GetValueOrDefault("*", []).TakeLast(16)];

    private void PutCustomer(string id, string? name)
    {
        _customers[id] = name;
        Report("Customers", "customer", id, new { key = id, name });
    }

    private void PutOrder(string id, string customer)
    {
        _orders[id] = ($"number {++_version}", customer);
        Report("Orders", "order", id, new { key = id, number = _orders[id].Number, customer });
    }

    private void RemoveOrder(string id)
    {
        Removals++;
        _orders.Remove(id);
        Events["Orders"].Add(new SourceRecord(id, ChangeKind.Deleted, default));
        Note(KeyOf("order", id), "removed");
    }

    private void Report(string entity, string canonical, string id, object record)
    {
        Changes++;
        var json = JsonSerializer.Serialize(record);
        Events[entity].Add(new SourceRecord(id, ChangeKind.Upserted, Encoding.UTF8.GetBytes(json)));
        Note(KeyOf(canonical, id), json);
    }
}
