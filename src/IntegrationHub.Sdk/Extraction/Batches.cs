namespace IntegrationHub.Sdk.Extraction;

internal static class Batches
{
    /// <summary>A step as a batch.</summary>
    public static SourceBatch Of(PassStep step, CursorPosition position) =>
        new([.. step.Records.Select(record => new SourceRecord(record.Key, record.Change, record.Json))], position.ToCheckpoint()) { Broken = step.Broken };
}

internal static class Slices
{
    /// <exception cref="SetupException">Only part of the entity is wanted.</exception>
    public static void Refuse(ReadRequest request)
    {
        if (request.Slice is not null)
            throw new SetupException($"{request.Entity}: this source cannot read part of an entity. Sync it as a whole; unchanged records cost nothing.");
    }
}
