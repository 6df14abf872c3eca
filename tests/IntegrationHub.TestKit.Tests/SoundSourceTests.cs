using IntegrationHub.TestKit.Tests.Sources;

namespace IntegrationHub.TestKit.Tests;

/// <summary>A sound source passes.</summary>
public sealed class SoundListSourceTests() : SourceContract(new ListRig());

public sealed class SoundPageSourceTests() : HttpSourceContract(new PageRig());

public sealed class SoundSchemaSourceTests() : SourceSchemaContract(new DescribedRig());

public sealed class SoundTimedSourceTests() : SourceContract(new TimedRig());

public sealed class SoundTimedSourceTimesTests() : TimedSourceContract(new TimedRig());

public sealed class SoundSliceSourceTests() : SourceContract(new SliceRig());

public sealed class SoundSlicesTests() : SlicedSourceContract(new SliceRig());

public sealed class SoundPartitionsTests() : PartitionedSourceContract(new SliceRig());

public sealed class SoundCountsTests() : CountedSourceContract(new SliceRig());
