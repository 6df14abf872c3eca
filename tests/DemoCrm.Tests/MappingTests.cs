using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace DemoCrm.Tests;

/// <summary>The sample's outward mappings and this CRM have to agree on every field.</summary>
public sealed class MappingTests : CrmFixture
{
    [Fact]
    public async Task Every_field_the_sample_mappings_send_is_taken()
    {
        var mappings = new MappingCatalog(MappingsFolder(), [new MappedConnection("northwind", "files"), new MappedConnection("demo-crm", "rest")]).Outward("demo-crm");
        var ids = new Dictionary<RecordKey, string>();

        foreach (var record in Whole.Records)
        {
            var mapping = mappings[record.Kind];
            var mapped = mapping.Map(CanonicalJson.ToBytes(record)).ShouldBeOfType<OutwardResult.Mapped>();
            foreach (var reference in mapped.References)
                reference.Owner[reference.Field] = ids[reference.To];
            Empty(mapped.Fields).ShouldBeEmpty($"{mapping.File}: give the field a value in {nameof(Whole)}, so that it is tried");

            var (status, json) = await Client.PutAsync(mapping.Object, record.Key.ToString(), mapped.Fields.ToJsonString());

            status.ShouldBe(201, $"{mapping.File}: {json}");
            ids[record.Key] = json["id"]!.GetValue<string>();
        }
        Whole.Records.Select(record => record.Kind).ShouldBe(Enum.GetValues<EntityKind>());
    }

    private static IEnumerable<string> Empty(JsonObject fields) => fields.SelectMany(field => field.Value switch
    {
        null => [field.Key],
        JsonArray lines => lines.SelectMany(line => Empty(line!.AsObject())),
        _ => [],
    });

    private static string MappingsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IntegrationHub.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "mappings");
    }
}
