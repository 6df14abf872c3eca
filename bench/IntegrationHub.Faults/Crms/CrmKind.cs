namespace IntegrationHub.Faults.Crms;

/// <summary>How a CRM is delivered to.</summary>
/// <param name="Upsert">How a record is made to exist there: <c>PutByExternalId</c>, <c>LookupThenCreate</c>; null: by the connector <c>bare</c>.</param>
/// <param name="IsBatched">Whether many go in one request.</param>
internal sealed record CrmKind(string? Upsert, bool IsBatched);
