using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>The contract, with an API that upserts many records at once.</summary>
public sealed class BatchTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions()));

/// <summary>The contract, with an API that upserts one record at a time.</summary>
public sealed class PutTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions { Batch = { MaxSize = 1 } }));

/// <summary>The contract, with an API that cannot upsert and lets external ids repeat.</summary>
public sealed class LookupTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions { Upsert = RestUpsert.LookupThenCreate }));

/// <summary>The contract, with an API that upserts many records at once, those it knows by their ids.</summary>
public sealed class KnownByIdTargetTests() : TargetContract(new DemoCrmRig(new RestObjectOptions { KnownById = true }));

/// <summary>The contract for what a target shows, with an API that cannot upsert.</summary>
public sealed class LivingLookupTargetTests() : LivingTargetContract(new DemoCrmRig(new RestObjectOptions { Upsert = RestUpsert.LookupThenCreate }));

/// <summary>The same, with batches.</summary>
public sealed class LivingBatchTargetTests() : LivingTargetContract(new DemoCrmRig(new RestObjectOptions { KnownById = true }));

/// <summary>The same, with single records.</summary>
public sealed class LivingPutTargetTests() : LivingTargetContract(new DemoCrmRig(new RestObjectOptions { KnownById = true, Batch = { MaxSize = 1 } }));

/// <summary>The contract for what a target lists.</summary>
public sealed class ListedTargetTests() : ListedTargetContract(new DemoCrmRig(new RestObjectOptions { ListPath = "{path}?page={page}&pageSize=3" }));
