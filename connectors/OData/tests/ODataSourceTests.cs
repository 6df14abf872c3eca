using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.OData.Tests;

/// <summary>What is asked, what comes of it, and what is told of wrong settings.</summary>
public sealed class ODataSourceTests : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(ODataVersion.V2, "$select=changedAt,key,version,lines/line&$expand=lines")]
    [InlineData(ODataVersion.V4, "$select=changedAt,key,version&$expand=lines($select=line)")]
    public async Task Only_what_the_mapping_reads_is_asked_for(ODataVersion version, string asked)
    {
        await using var rig = Rigs.Keyset(version);
        var lines = version == ODataVersion.V2 ? "lines.results" : "lines";
        var (records, _) = await ReadAsync(rig, null, "version", "noSuchField", lines + "[]", lines + "[].line");

        records[0].ShouldNotContain("株式会社");
        var query = rig.Server.Requests.Last(request => request.Query.ContainsKey("$expand")).Query;
        $"$select={query["$select"]}&$expand={query["$expand"]}".ShouldBe(asked);
    }

    [Fact]
    public async Task A_mapping_that_reads_more_has_everything_read_again()
    {
        await using var rig = Rigs.Keyset(ODataVersion.V4);
        var (all, end) = await ReadAsync(rig, null, "version");
        all.Count.ShouldBe(7);
        (await ReadAsync(rig, end, "version")).Records.Count.ShouldBe(1);   // the overlap
        var (again, last) = await ReadAsync(rig, end, "version", "name");
        again.Count.ShouldBe(7);
        again.ShouldAllBe(record => record.Contains("株式会社"));
        (await ReadAsync(rig, last, "name", "version")).Records.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(ODataVersion.V2, """{"__metadata":{"type":"Shop.Order"},"key":"SO-1","version":1,"name":"株式会社","company":"US","day":DAY,"changedAt":STAMP,"lines":{"results":[{"key":"SO-1","line":1},{"key":"SO-1","line":2},{"key":"SO-1","line":3}],"__next":null}}""")]
    [InlineData(ODataVersion.V4, """{"@odata.etag":"W/1","key":"SO-1","version":1,"name":"株式会社","company":"US","day":DAY,"changedAt":STAMP,"lines@odata.nextLink":null,"lines":[{"key":"SO-1","line":1},{"key":"SO-1","line":2},{"key":"SO-1","line":3}]}""")]
    public async Task A_list_that_comes_in_parts_is_made_whole_and_nothing_else_is_touched(ODataVersion version, string record)
    {
        await using var rig = Rigs.Keyset(version);
        var (records, _) = await ReadAsync(rig, null);
        var stamp = rig.Table.ByKey()[0];
        records[0].ShouldBe(record.Replace("STAMP", version == ODataVersion.V2 ? $"\"/Date({stamp.ChangedAt.ToUnixTimeMilliseconds()}+0000)/\"" : $"\"{stamp.Stamp}\"", StringComparison.Ordinal)
            .Replace("DAY", version == ODataVersion.V2 ? "\"/Date(1767225600000)/\"" : "\"2026-01-01\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Times_with_more_digits_than_are_shown_lose_nothing_in_any_batch_size()
    {
        await using var rig = Rigs.Keyset(ODataVersion.V2);
        await rig.StartAsync();
        var at = new DateTimeOffset(2026, 3, 1, 9, 0, 0, 123, TimeSpan.Zero);
        var random = new Random(5);
        for (var i = 0; i < 30; i++)   // thirty within four milliseconds; keys and hidden digits in different orders
            rig.Table.Put($"H-{random.Next(100_000):00000}", at.AddMilliseconds(i % 4).AddTicks(random.Next(10_000)));
        for (var size = 1; size < 9; size++)
        {
            var (keys, checkpoint) = (new HashSet<string>(), (Checkpoint?)null);
            for (var run = 0; run < 100 && keys.Count < rig.Table.Keys.Count; run++)   // killed after each batch
                await foreach (var batch in Open(rig).ReadAsync(new("orders", checkpoint, size), CancellationToken.None))
                {
                    keys.UnionWith(batch.Records.Select(record => record.Key));
                    checkpoint = batch.Next;
                    break;
                }

            keys.Order().ShouldBe(rig.Table.Keys.Order());
            var whole = new List<string>();
            await foreach (var batch in Open(rig).ReadAsync(new("orders", null, size), CancellationToken.None))
                whole.AddRange(batch.Records.Select(record => record.Key));
            whole.Order().ShouldBe(rig.Table.Keys.Order(), $"each once, {size} at a time");
        }
    }

    [Fact]
    public async Task Deletes_come_with_delta_links_and_changes_without_all_of_a_record_are_made_whole()
    {
        await using var rig = Rigs.Delta();
        var (_, end) = await ReadAsync(rig, null);
        rig.Table.Remove("SO-2");
        rig.Table.Remove("SO-5");
        rig.Table.Put("SO-6", DateTimeOffset.UtcNow);
        var batches = new List<SourceRecord>();
        await foreach (var batch in Open(rig).ReadAsync(new("orders", end, 10), CancellationToken.None))
            batches.AddRange(batch.Records);
        batches.Select(record => (record.Key, record.Change)).Order().ShouldBe([("SO-2", ChangeKind.Deleted), ("SO-5", ChangeKind.Deleted), ("SO-6", ChangeKind.Upserted)]);
        Encoding.UTF8.GetString(batches.Single(record => record.Key == "SO-6").Json.Span).ShouldContain("株式会社");   // the change came without its name
    }

    [Fact]
    public async Task A_delta_link_that_the_service_has_forgotten_has_everything_read_again()
    {
        await using var rig = Rigs.Delta();
        var (_, end) = await ReadAsync(rig, null);
        rig.ForgetsTokens = true;
        (await ReadAsync(rig, end)).Records.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_sets_keys_are_listed_with_nothing_but_the_key()
    {
        await using var rig = Rigs.Links(ODataVersion.V4);
        await rig.StartAsync();
        var keys = new List<string>();
        await foreach (var some in Open(rig).ListKeysAsync("orders", CancellationToken.None))
            keys.AddRange(some);
        keys.ShouldBe(rig.Table.Keys);
        rig.Server.Requests[^1].Query["$select"].ShouldBe("key");
    }

    [Fact]
    public async Task A_set_that_the_settings_do_not_name_is_read_whole()
    {
        await using var rig = Rigs.Whole();
        await rig.StartAsync();
        rig.Options.Entities.Clear();
        (await SourceAsync(rig, "Orders")).Count.ShouldBe(7);
        (await Should.ThrowAsync<SetupException>(() => SourceAsync(rig, "Order"))).Message.ShouldBe("Entity 'Order': the service has no entity set 'Order'. Did you mean 'Orders'? It has Orders.");
    }

    [Fact]
    public async Task All_wrong_settings_are_told_at_once_with_the_nearest_name()
    {
        await using var rig = Rigs.Whole();
        await rig.StartAsync();
        var entities = rig.Options.Entities;
        entities.Clear();
        entities["a"] = new() { Set = "Order" };
        entities["b"] = new() { Set = "Orders", Changed = new() { Field = "changeAt" } };
        entities["c"] = new() { Set = "Orders", Expand = ["line"] };
        entities["d"] = new() { Set = "Orders", Filter = "nme eq 'x'" };
        (await Should.ThrowAsync<SetupException>(() => Open(rig).CheckAsync(CancellationToken.None))).Message.Split(Environment.NewLine).ShouldBe(
        [
            "Entities:a:Set: the service has no entity set 'Order'. Did you mean 'Orders'? It has Orders.",
            "Entities:b:Changed:Field: Shop.Order has no property 'changeAt'. Did you mean 'changedAt'?",
            "Expand: Shop.Order has no navigation 'line'. Did you mean 'lines'?",
            $"GET d at {rig.Server.Address.Authority}: the service refuses the query (400): BadRequest: Invalid query: no property nme. Check BaseUrl, and the entity's settings.",
        ]);
    }

    [Fact]
    public async Task A_mapping_that_leads_into_what_is_not_expanded_is_told_so()
    {
        await using var rig = Rigs.Whole();
        await rig.StartAsync();
        (await Should.ThrowAsync<SetupException>(() => ReadAsync(rig, null, "lines[].line"))).Message.ShouldBe(
            "The mapping reads lines, which leads from Shop.Order to other entities: add 'lines' to the entity's Expand.");
    }

    [Fact]
    public async Task Records_without_a_time_of_change_are_not_overlooked()
    {
        await using var rig = new NullStamps();
        (await Should.ThrowAsync<SetupException>(() => rig.ReadAsync(_http))).Message.ShouldBe(
            "orders: there are records whose changedAt is null, so their changes could never be read by it. Leave them out by a filter, or read the entity without a time of change.");
    }

    private ODataSource Open(ODataRig rig) => new(rig.Options, new(_http, TimeProvider.System, NullLogger.Instance));

    private async Task<List<string>> SourceAsync(ODataRig rig, string entity)
    {
        var keys = new List<string>();
        await foreach (var batch in Open(rig).ReadAsync(new(entity, null, 100), CancellationToken.None))
            keys.AddRange(batch.Records.Select(record => record.Key));
        return keys;
    }

    private async Task<(List<string> Records, Checkpoint? End)> ReadAsync(ODataRig rig, Checkpoint? after, params string[] fields)
    {
        await rig.StartAsync();
        var (records, end) = (new List<string>(), after);
        await foreach (var batch in Open(rig).ReadAsync(new("orders", after, 100) { Fields = fields.Length == 0 ? null : fields }, CancellationToken.None))
        {
            records.AddRange(batch.Records.Select(record => Encoding.UTF8.GetString(record.Json.Span)));
            end = batch.Next;
        }

        return (records, end);
    }

    /// <summary>A service of which one order has no time of change.</summary>
    private sealed class NullStamps : IAsyncDisposable
    {
        private ScriptedServer? _server;

        public async Task ReadAsync(HttpClient http)
        {
            _server = await ScriptedServer.StartAsync(request => request.Path.EndsWith("metadata", StringComparison.Ordinal) ? new(200, ODataDescriptions.Csdl2, "application/xml")
                : new(200, request.Query["$filter"] == "changedAt eq null" ? """{"d":{"results":[{"key":"x","changedAt":null}]}}""" : """{"d":{"results":[]}}"""));
            var options = new ODataOptions { BaseUrl = _server.Address, Entities = { ["orders"] = new() { Set = "Orders", Changed = new() { Field = "changedAt" } } } };
            await foreach (var _ in new ODataSource(options, new(http, TimeProvider.System, NullLogger.Instance)).ReadAsync(new("orders", null, 10), CancellationToken.None))
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
                await _server.DisposeAsync();
        }
    }
}
