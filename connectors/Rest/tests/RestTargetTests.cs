using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>The contract, with an API that upserts many records at once.</summary>
public sealed class BatchTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions()));

/// <summary>The contract, with an API that upserts one record at a time.</summary>
public sealed class PutTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions { Batch = { MaxSize = 1 } }));

/// <summary>The contract, with an API that cannot upsert and lets external ids repeat.</summary>
public sealed class LookupTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions { Upsert = RestUpsert.LookupThenCreate }));
