using System.Text;
using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Sdk;

namespace IntegrationHub.Bench.MappingAlone;

/// <summary>A thousand mapping cases, in files of a hundred as people write them: input, and everything expected of it.</summary>
internal sealed class RunCases : IScenario
{
    private const int Files = 10;
    private const int CasesPerFile = 100;
    private readonly Mapping mapping = Mappings.Inward("A_SalesOrder");
    private byte[][] files = [];

    public string[] Tables => [];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
            files = [.. HeldOrders.Render().Take(Files * CasesPerFile).Chunk(CasesPerFile).Select(CaseFile)];
        return Task.CompletedTask;
    }

    public Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var report = MappingCases.Run(mapping, "A_SalesOrder.cases.yaml", file);
            if (report.Failures.Count > 0)
                throw new InvalidOperationException(string.Join(Environment.NewLine, report.Failures));
            laps.Count(report.Count);
        }

        return Task.CompletedTask;
    }

    // JSON is YAML, too.
    private byte[] CaseFile(SourceRecord[] records)
    {
        var yaml = new StringBuilder();
        foreach (var record in records)
        {
            var order = (Order)((MapResult.Mapped)mapping.Map(HubSetting.System, record)).Record;
            var document = System.Text.Json.Nodes.JsonNode.Parse(CanonicalJson.ToBytes(order))!.AsObject();
            document.Remove("key");
            document["sourceTime"] = order.SourceTime!.Value.UtcDateTime;
            yaml.Append($"- name: order {record.Key}\n  key: \"{record.Key}\"\n  input: {Encoding.UTF8.GetString(record.Json.Span)}\n  expect: {document.ToJsonString()}\n");
        }

        return Encoding.UTF8.GetBytes(yaml.ToString());
    }
}
