namespace IntegrationHub.Sdk.Extraction;

internal static class Batches
{
    /// <summary>A step as a batch.</summary>
    public static SourceBatch Of(PassStep step, CursorPosition position) =>
        new([.. step.Records.Select(record => new SourceRecord(record.Key, record.Change, record.Json))], position.ToCheckpoint()) { Broken = step.Broken, IsSamePage = step.IsSamePage };
}
