using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Tests.Replay;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Preview;

public sealed class KeptRecordsTests : IAsyncLifetime
{
    private KeptWorld _hub = null!;

    public async Task InitializeAsync() => _hub = await KeptWorld.CreateAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_kept_record_has_its_raw_bytes_its_document_and_who_made_it()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Customer("C1", "Ana"));

        var kept = (await _hub.Kept.FindAsync(Some.Key("customer", "C1"), default))!;

        Encoding.UTF8.GetString(kept.Raw).ShouldBe("""{"Name":"Ana"}""");
        ((Customer)CanonicalJson.Read(EntityKind.Customer, kept.Document)).Name.ShouldBe("Ana");
        (kept.Version, kept.Deleted).ShouldBe((1, false));
        (await _hub.Kept.FindAsync(kept.RecordNo, default))!.Key.ShouldBe(kept.Key);
        (await _hub.Used.FindAsync(kept.MappingNo, default))!.SourceEntity.ShouldBe("Customers");
        (await _hub.Kept.FindAsync(Some.Key("customer", "C2"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_feed_is_read_whole_in_batches_by_key_and_without_what_the_source_reported_as_gone()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), [.. "EADCB".Select(id => KeptWorld.Customer($"{id}", "x"))]);
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), new SourceRecord("C", ChangeKind.Deleted, default));

        var batches = await ReadAsync(new KeptSelection());

        batches.ShouldBe(["A,B", "D,E"]);
        (await _hub.Kept.CountAsync(KeptWorld.Feed, new KeptSelection(), default)).ShouldBe(4);
        (await _hub.Kept.LastAsync(KeptWorld.Feed, 2, default)).Count.ShouldBe(2);
        (await _hub.Kept.LastAsync(KeptWorld.Feed with { SourceEntity = "Others" }, 2, default)).ShouldBeEmpty();
        (await _hub.Kept.FindAsync(KeptWorld.Feed, ["A", "C", "Z"], default)).Single().Key.Id.ShouldBe("A");
    }

    [Fact]
    public async Task Records_are_chosen_by_the_sources_clock_where_there_is_one()
    {
        var mapping = MappingWithClock();
        await _hub.SyncAsync(mapping, Some.Source("A", """{"Name":"a","At":"2026-04-01T00:00:00Z"}"""), Some.Source("B", """{"Name":"b","At":"2026-04-02T00:00:00Z"}"""), Some.Source("C", """{"Name":"c"}"""));
        var second = new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero);

        (await ReadAsync(new KeptSelection { Since = second, Until = second.AddDays(1) })).ShouldBe(["B"]);
        (await ReadAsync(new KeptSelection { Until = second })).ShouldBe(["A"]);
        (await ReadAsync(new KeptSelection { Since = second })).ShouldBe(["B,C"]);   // C was written by the hub just now
    }

    [Fact]
    public async Task How_many_records_each_version_of_a_mapping_made_can_be_asked()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Customer("A", "a"), KeptWorld.Customer("B", "b"), KeptWorld.Customer("C", "c"));
        var changed = KeptWorld.Mapping("name: Name", "phone: Phone");
        await _hub.SyncAsync(changed, KeptWorld.Customer("A", "a"));

        var counts = await _hub.Used.CountAsync(default);

        counts.Select(count => (count.System, count.Entity, count.Mapping.File, count.Records)).ShouldBe(
            [("erp", EntityKind.Customer, "erp/Customers.yaml", 1), ("erp", EntityKind.Customer, "erp/Customers.yaml", 2)]);
        counts[0].Mapping.Version.ShouldBe(changed.Version);
        (await ReadAsync(new KeptSelection { NotMadeBy = counts[0].MappingNo })).ShouldBe(["B,C"]);
    }

    [Fact]
    public async Task A_value_is_explained_by_the_very_mapping_that_made_it_after_the_file_was_changed()
    {
        var past = new PastMappings(_hub.Used, ConverterSet.BuiltIn);
        await _hub.SyncAsync(KeptWorld.Mapping("name: { from: Name, as: upper }"), KeptWorld.Customer("A", "ana"));
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Customer("B", "bob"));

        var old = (await past.ExplainAsync((await _hub.Kept.FindAsync(Some.Key("customer", "A"), default))!, default))!;
        var made = (await past.ExplainAsync((await _hub.Kept.FindAsync(Some.Key("customer", "B"), default))!, default))!;

        old.Of("name")!.Steps.Select(step => step.What).ShouldBe(["Name", "upper"]);
        made.Of("name")!.Steps.Select(step => step.What).ShouldBe(["Name"]);
    }

    [Fact]
    public async Task A_mapping_noted_by_a_hub_that_kept_no_content_gets_it_when_it_is_used_again()
    {
        var mapping = KeptWorld.Mapping("name: Name");
        await _hub.ExecuteAsync($"insert into hub.mapping (file, version, source_entity) values ('erp/Customers.yaml', '{mapping.Version}', 'Customers')");
        (await new PastMappings(_hub.Used, ConverterSet.BuiltIn).InwardAsync(1, default)).ShouldBeNull();

        await _hub.SyncAsync(mapping, KeptWorld.Customer("A", "a"));

        (await new PastMappings(_hub.Used, ConverterSet.BuiltIn).InwardAsync(1, default))!.Version.ShouldBe(mapping.Version);
    }

    private static Core.Mapping.Mapping MappingWithClock() => Core.Mapping.MappingCompiler.Compile("erp/Customers.yaml", "to: customer\nsourceTime: { from: At, as: instant }\nfields: { name: Name }"u8.ToArray());

    private async Task<List<string>> ReadAsync(KeptSelection selection)
    {
        var batches = new List<string>();
        await foreach (var batch in _hub.Kept.ReadAsync(KeptWorld.Feed, selection, 2, default))
            batches.Add(string.Join(',', batch.Select(record => record.Key.Id)));
        return batches;
    }
}
