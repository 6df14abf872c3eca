using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>
/// The pages of an entity: always by id, in one window of time. Odoo shows whole seconds of a <c>write_date</c> and keeps microseconds, so nothing hangs on the order of times; ids never
/// shift, and what changes meanwhile belongs to the next pass.
/// </summary>
internal sealed class OdooPages(string name, OdooOptions options, OdooClient client, OdooFields fields)
{
    private const int PageSize = 200;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly OdooEntity _entity = OdooEntities.All[name];

    /// <summary>The records of a page.</summary>
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var records = await ReadAsync(request, await fields.OfAsync(name, cancellationToken), Math.Min(request.Size, PageSize), cancellationToken);
        if (_entity.Children is { } children)
            await AddAsync(children, (await fields.ListAsync(_entity, cancellationToken))!, records, cancellationToken);
        if (_entity.HasCustomer)
            await AddCustomersAsync(records, cancellationToken);
        if (name == "Customers")
            foreach (var partner in records.SelectMany(record => (record.Json["child_ids"] as JsonArray ?? []).OfType<JsonObject>().Prepend(record.Json)))
                if (partner["country_id"] is JsonObject country && (await client.CountriesAsync(cancellationToken)).TryGetValue(country["id"]!.GetValue<long>(), out var code))
                    country["code"] = code;
        foreach (var record in records)
            OdooAmounts.Add(name, record.Json);
        return PageOf(records, record => new PageRecord(Key(record.Id), record.ToUtf8(), record.Stamp));
    }

    /// <summary>The keys alone, in large pages.</summary>
    public async Task<Page> FetchKeysAsync(PageRequest request, CancellationToken cancellationToken) =>
        PageOf(await ReadAsync(request, ["id"], request.Size, cancellationToken), record => new PageRecord(Key(record.Id), default));

    public async Task<long> CountAsync(Slice? slice, CancellationToken cancellationToken) =>
        await client.CountAsync(_entity.Model, await DomainAsync(null, slice, 0, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<OdooRecord>> ReadAsync(PageRequest request, IReadOnlyList<string> wanted, int size, CancellationToken cancellationToken)
    {
        var last = request.Continue is { } at ? long.Parse(at, Invariant) : 0;
        var rows = await client.SearchReadAsync(_entity.Model, await DomainAsync(request.Since, request.Slice, last, cancellationToken), wanted, size, cancellationToken);
        var model = await client.ModelAsync(_entity.Model, cancellationToken);
        List<OdooRecord> records = [.. rows.Select(row => OdooRecord.Of(row, model))];
        foreach (var record in records)
            last = record.Id > last ? record.Id : throw new ProtocolException($"{name}: Odoo gave {record.Id} behind {last}, although it was asked for what follows, sorted. Check what stands between the hub and Odoo.");
        return records;
    }

    /// <summary>Odoo's domains: clauses side by side must all hold; "|" and "&amp;" stand before the two they join.</summary>
    private async Task<List<object>> DomainAsync(string? since, Slice? slice, long behind, CancellationToken cancellationToken)
    {
        List<object> domain = [OdooEntities.Clause("id", ">", behind), .. _entity.Domain];
        if (options.Companies.Count > 0 && (await client.ModelAsync(_entity.Model, cancellationToken)).TryGetProperty("company_id", out _))
            domain.AddRange(["|", OdooEntities.Clause("company_id", "=", false), OdooEntities.Clause("company_id", "in", options.Companies)]);
        if (since is not null)
        {
            var ways = await fields.ThroughAsync(_entity, cancellationToken);
            domain.AddRange(Enumerable.Repeat<object>("|", ways.Count + (_entity.Always is null ? 0 : 1)));
            domain.Add(OdooEntities.Clause(OdooFields.Stamp, ">=", since));
            domain.AddRange(ways.Select(way => OdooEntities.Clause($"{way}.{OdooFields.Stamp}", ">=", since)));
            domain.AddRange(_entity.Always ?? []);
        }

        if (slice is not null)
            domain.AddRange(Sliced(slice));
        return domain;
    }

    private IEnumerable<object> Sliced(Slice slice)
    {
        if (slice.Keys is { } keys)
            yield return OdooEntities.Clause("id", "in", keys.Select(Id).OfType<long>().ToArray());
        if (slice.Range?.From is { } first)
            yield return OdooEntities.Clause("id", ">=", Id(first) ?? 0);
        if (slice.Range?.Before is { } end)
            yield return OdooEntities.Clause("id", "<", Id(end) ?? 0);
        if (slice.From is { } from)
            yield return OdooEntities.Clause(_entity.Date!, ">=", Day(from));
        if (slice.To is not { } to)
            yield break;
        if (slice.From is null)
        {
            yield return "|";
            yield return OdooEntities.Clause(_entity.Date!, "=", false);
        }

        yield return OdooEntities.Clause(_entity.Date!, "<", Day(to.AddDays(1)));
    }

    /// <summary>A day as the field has it: a date, or the moment in UTC at which that day begins where the business is.</summary>
    private string Day(DateOnly day)
    {
        if (!_entity.IsDateTime)
            return day.ToString("yyyy-MM-dd", Invariant);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        var begins = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(begins))
            begins = begins.AddMinutes(15);   // where clocks are put forward at midnight, the day begins later
        var offset = zone.IsAmbiguousTime(begins) ? zone.GetAmbiguousTimeOffsets(begins).Max() : zone.GetUtcOffset(begins);   // put back: the first of the two midnights
        return (begins - offset).ToString("yyyy-MM-dd HH:mm:ss", Invariant);
    }

    /// <summary>Puts the children where their ids stand, in that order; those that are not wanted, or are gone meanwhile, are left out.</summary>
    private async Task AddAsync(OdooChildren children, string list, IReadOnlyList<OdooRecord> records, CancellationToken cancellationToken)
    {
        var wanted = records.SelectMany(record => Ids(record.Json[list])).Distinct().ToList();
        var model = await client.ModelAsync(children.Model, cancellationToken);
        var asked = await fields.OfAsync(children, cancellationToken);
        Dictionary<long, JsonObject> found = [];
        foreach (var ids in wanted.Chunk(2000))
            foreach (var row in await client.SearchReadAsync(children.Model, [OdooEntities.Clause("id", "in", ids), .. children.Domain], asked, null, cancellationToken))
                if (OdooRecord.Of(row, model) is var child)
                    found[child.Id] = child.Json;
        foreach (var record in records)
        {
            var ids = Ids(record.Json[list]).ToList();
            record.Json.Remove(list);
            record.Json[children.Names[0]] = new JsonArray([.. ids.Where(found.ContainsKey).Select(id => found[id].DeepClone())]);
        }
    }

    /// <summary>Orders name a contact or an address; their customer is what Odoo calls the commercial entity of it.</summary>
    private async Task AddCustomersAsync(IReadOnlyList<OdooRecord> records, CancellationToken cancellationToken)
    {
        var partners = records.Select(Partner).OfType<long>().Distinct().ToArray();
        if (partners.Length == 0)
            return;
        var model = await client.ModelAsync("res.partner", cancellationToken);
        var customers = (await client.SearchReadAsync("res.partner", [OdooEntities.Clause("id", "in", partners)], ["commercial_partner_id"], null, cancellationToken))
            .Select(row => OdooRecord.Of(row, model)).ToDictionary(partner => partner.Id, partner => partner.Json["commercial_partner_id"]?["id"]?.GetValue<long>());
        foreach (var record in records)
            if (Partner(record) is { } partner && customers.TryGetValue(partner, out var customer))
                record.Json["customer"] = customer;
    }

    private long? Partner(OdooRecord record) => name == "Contacts" ? record.Id : record.Json["partner_id"]?["id"]?.GetValue<long>();

    private static IEnumerable<long> Ids(JsonNode? list) => (list as JsonArray ?? []).Select(id => id!.GetValue<long>());

    private static long? Id(string key) => long.TryParse(key, NumberStyles.None, Invariant, out var id) && id <= int.MaxValue ? id : null;

    private static string Key(long id) => id.ToString(Invariant);

    private static Page PageOf(IReadOnlyList<OdooRecord> records, Func<OdooRecord, PageRecord> record) =>
        new([.. records.Select(record)], records.Count == 0 ? null : Key(records[^1].Id));   // a short page proves nothing: the next, empty one does
}
