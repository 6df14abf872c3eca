using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Store;

/// <summary>The stable key a record has towards targets, to upsert by: <c>northwind:order:10248</c>.</summary>
public static class ExternalKey
{
    public static string Of(RecordKey key) => $"{key.System}:{key.Entity}:{key.Id}";
}
