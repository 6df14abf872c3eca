using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Identity;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>Binds source customers to hub customers: a binding once made stays; a new one is decided by evidence.</summary>
internal static class CustomerResolver
{
    public static async Task<(IReadOnlyList<ResolvedRecord> Resolved, IReadOnlyList<ParkedRecord> Unmatched)> ResolveAsync(
        HubTransaction transaction, IReadOnlyList<MappedRecord> mapped, CancellationToken cancellationToken)
    {
        var resolved = new List<ResolvedRecord>(mapped.Count);
        var unmatched = new List<ParkedRecord>();
        var unbound = mapped.Where(record => record.Changed.Held?.CustomerNo is null).ToArray();
        resolved.AddRange(mapped.Where(record => record.Changed.Held?.CustomerNo is not null).Select(record => Resolved(record, record.Changed.Held!.CustomerNo!.Value)));
        if (unbound.Length == 0)
            return (resolved, unmatched);

        await transaction.Customers.HoldIdentitiesAsync(cancellationToken);
        var evidence = unbound.Select(record => IdentityResolver.EvidenceOf((Customer)record.Record)).ToArray();
        var hits = (await transaction.Customers.FindAsync([.. evidence.SelectMany(Values).Distinct()], cancellationToken)).ToLookup(hit => hit.Value);
        var added = new List<BoundCustomer>();
        var numbers = new Queue<long>(await transaction.Customers.NewNumbersAsync(unbound.Length, cancellationToken));
        for (var i = 0; i < unbound.Length; i++)
        {
            var customer = (Customer)unbound[i].Record;
            var elsewhere = evidence[i].SelectMany(piece => hits[Value(piece)].Select(hit => new Hit(piece, hit.CustomerNo, hit.System))).Where(hit => hit.System != customer.Key.System);
            switch (IdentityResolver.Decide(elsewhere))
            {
                case Decision.Bind(var number, var rule):
                    resolved.Add(Resolved(unbound[i], number) with { BoundBy = RuleName(rule) });
                    break;
                case Decision.New:
                    var fresh = numbers.Dequeue();
                    added.Add(new BoundCustomer(customer, fresh, "new", SearchText.Of(customer)));
                    resolved.Add(Resolved(unbound[i], fresh) with { BoundBy = "new" });
                    break;
                case Decision.Ambiguous(var candidates, var rule):
                    unmatched.Add(new ParkedRecord("resolve", customer.Key.Id, $"several customers share its {RuleName(rule)}",
                        $"{customer.Key} could be any of the hub's customers {string.Join(", ", candidates)}: they share its {RuleName(rule)}. Decide which one it is, or correct the {RuleName(rule)} in one of the systems.",
                        unbound[i].Changed.Source.Json));
                    break;
            }
        }

        await transaction.Customers.AddAsync(added, cancellationToken);
        return (resolved, unmatched);
    }

    /// <summary>Bindings, the values the customers are known by, and the hub customers' names, once the records have their numbers.</summary>
    public static async Task SettleAsync(HubTransaction transaction, IReadOnlyList<ResolvedRecord> stored, CancellationToken cancellationToken)
    {
        var customers = stored.Select(record => (Customer)record.Record).ToArray();
        var records = await transaction.FindAsync([.. customers.Select(customer => customer.Key)], cancellationToken);
        var bindings = stored.Select(record => new BoundCustomer((Customer)record.Record, record.CustomerNo!.Value, record.BoundBy, SearchText.Of((Customer)record.Record))).ToArray();
        await transaction.Customers.SettleAsync(bindings, customers.ToDictionary(customer => customer.Key, customer => (IReadOnlyList<IdentityValue>)[.. Values(IdentityResolver.EvidenceOf(customer))]), records, cancellationToken);
    }

    private static ResolvedRecord Resolved(MappedRecord record, long customerNo) => new(record.Changed, record.Record, customerNo, []);

    private static IEnumerable<IdentityValue> Values(IEnumerable<Evidence> evidence) => evidence.Select(Value);

    private static IdentityValue Value(Evidence evidence) => new((short)evidence.Kind, evidence.Value);

    private static string RuleName(EvidenceKind kind) => kind switch
    {
        EvidenceKind.KeyElsewhere => "key in the other system",
        EvidenceKind.CorporateNumber => "corporate number",
        EvidenceKind.TaxId => "tax id",
        EvidenceKind.Email => "e-mail",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of evidence."),
    };
}
