using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>
/// The pages of an entity: always by id, in one window of time. Ids never shift, so nothing is skipped while users work; what they change meanwhile gets a new stamp and belongs to
/// the next pass.
/// </summary>
internal sealed class TrytonPages(string name, TrytonOptions options, TrytonClient client, TrytonFields fields)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly TrytonEntity _entity = TrytonEntities.All[name];

    /// <summary>The records of a page.</summary>
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var records = await ReadAsync(request, await fields.OfAsync(name, cancellationToken), Math.Min(request.Size, _entity.PageSize), cancellationToken);
        if (name == TrytonEntities.Orders)
            await new Allocation(client).AddAsync(records, cancellationToken);
        if (_entity.HasCompanyAmounts)
            foreach (var record in records)
                record.Json["company"] = new JsonObject { ["id"] = (await client.CompanyAsync(cancellationToken)).Id, ["currency"] = (await client.CompanyAsync(cancellationToken)).Currency };
        return PageOf(records, record => new PageRecord(Key(record.Id), record.ToUtf8(), record.Stamp));
    }

    /// <summary>The keys alone, in large pages.</summary>
    public async Task<Page> FetchKeysAsync(PageRequest request, CancellationToken cancellationToken) =>
        PageOf(await ReadAsync(request, ["id"], request.Size, cancellationToken), record => new PageRecord(Key(record.Id), default));

    /// <summary>How many records there are.</summary>
    public async Task<long> CountAsync(Slice? slice, CancellationToken cancellationToken)
    {
        var count = await client.CallAsync($"model.{_entity.Model}.search_count", cancellationToken, await DomainAsync(null, slice, cancellationToken), (await client.CompanyAsync(cancellationToken)).Context);
        return count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var records) ? records : throw new ProtocolException($"{name}: Tryton's count is no number. Check BaseUrl.");
    }

    /// <summary>The latest time of change there is; null when there is no record.</summary>
    public async Task<string?> NewestAsync(CancellationToken cancellationToken)
    {
        List<string?> stamps = [];
        foreach (var stamp in TrytonRecord.Stamps)
        {
            string[][] latest = [[stamp, "DESC NULLS LAST"]];
            stamps.AddRange((await client.SearchReadAsync(_entity.Model, await DomainAsync(null, null, cancellationToken), 1, TrytonRecord.Stamps, (await client.CompanyAsync(cancellationToken)).Context, cancellationToken, order: latest))
                .Select(row => TrytonRecord.Of(row).Stamp));
        }

        return stamps.Max(StringComparer.Ordinal);
    }

    /// <summary>Keys that cut the entity into so many parts of the same size, or into fewer when it is small.</summary>
    public async Task<IReadOnlyList<string>> CutsAsync(int wanted, CancellationToken cancellationToken)
    {
        var total = await CountAsync(null, cancellationToken);
        SortedSet<long> cuts = [];
        foreach (var offset in Enumerable.Range(1, Math.Max(0, wanted - 1)).Select(part => total * part / wanted).Where(offset => offset > 0))
            foreach (var row in await client.SearchReadAsync(_entity.Model, await DomainAsync(null, null, cancellationToken), 1, ["id"], (await client.CompanyAsync(cancellationToken)).Context, cancellationToken, offset))
                cuts.Add(TrytonRecord.Of(row).Id);
        return [.. cuts.Select(Key)];
    }

    private async Task<List<object>> DomainAsync(string? since, Slice? slice, CancellationToken cancellationToken)
    {
        var company = await client.CompanyAsync(cancellationToken);
        List<object> domain = [.. _entity.Domain];
        if (_entity.IsOfCompany)
            domain.Add(TrytonEntities.Clause("company", "=", company.Id));
        if (name == TrytonEntities.Contacts)
            domain.Add(TrytonEntities.Clause("type.name", "in", options.ContactRelations.Count > 0 ? options.ContactRelations
                : throw new SetupException("Contacts: name the relation types that lead from a customer to a contact person in ContactRelations.")));
        if (name == TrytonEntities.Customers)
            domain.AddRange(Customers(company));
        if (since is not null)
            domain.Add(TrytonDomain.Changed(_entity, since));
        if (slice is not null)
            domain.AddRange(TrytonDomain.Slice(_entity, slice));
        return domain;
    }

    private IEnumerable<object> Customers(TrytonCompany company)
    {
        if (options.CustomerCategories.Count > 0)
            return [TrytonEntities.Clause("categories.name", "in", options.CustomerCategories)];
        var own = TrytonEntities.Clause("id", "!=", company.Party);
        return options.ContactRelations.Count == 0 ? [own]
            : [own, TrytonEntities.Clause("relations", "not where", new[] { TrytonEntities.Clause("type.reverse.name", "in", options.ContactRelations) })];
    }

    private async Task<IReadOnlyList<TrytonRecord>> ReadAsync(PageRequest request, IReadOnlyList<string> wanted, int size, CancellationToken cancellationToken)
    {
        var last = request.Continue is { } at ? long.Parse(at, Invariant) : 0;
        var domain = await DomainAsync(request.Since, request.Slice, cancellationToken);
        domain.Insert(0, TrytonEntities.Clause("id", ">", last));
        var rows = await client.SearchReadAsync(_entity.Model, domain, size, wanted, (await client.CompanyAsync(cancellationToken)).Context, cancellationToken);
        var records = rows.Select(TrytonRecord.Of).ToList();
        foreach (var record in records)
            last = record.Id > last ? record.Id : throw new ProtocolException($"{name}: Tryton gave {record.Id} behind {last}, although it was asked for what follows, sorted. Check what stands between the hub and Tryton.");
        return records;
    }

    private string Key(long id) => string.Create(Invariant, $"{_entity.KeyPrefix}{id}");

    private static Page PageOf(IReadOnlyList<TrytonRecord> records, Func<TrytonRecord, PageRecord> record) =>
        new([.. records.Select(record)], records.Count == 0 ? null : records[^1].Id.ToString(Invariant));   // a short page proves nothing: the next, empty one does
}
