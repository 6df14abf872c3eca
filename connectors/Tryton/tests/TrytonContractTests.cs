using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Tryton.Tests;

public sealed class TrytonManifestTests() : ManifestContract(new TrytonConnector());

public sealed class TrytonSourceContractTests() : HttpSourceContract(new TrytonRig());

public sealed class TrytonTimesTests() : TimedSourceContract(new TrytonRig());

public sealed class TrytonScriptedTests() : ScriptedSourceContract(new TrytonRig());

public sealed class TrytonSchemaTests() : SourceSchemaContract(new TrytonRig());

public sealed class TrytonSliceTests() : SlicedSourceContract(new TrytonRig());

public sealed class TrytonPartitionTests() : PartitionedSourceContract(new TrytonRig());

public sealed class TrytonCountTests() : CountedSourceContract(new TrytonRig());
