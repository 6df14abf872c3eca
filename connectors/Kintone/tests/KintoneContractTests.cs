using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Kintone.Tests;

public sealed class KintoneManifestTests() : ManifestContract(new KintoneConnector());

public sealed class KintoneTargetTests() : TargetContract(new KintoneRig());

public sealed class KintoneLivingTests() : LivingTargetContract(new KintoneRig());

public sealed class KintoneListTests() : ListedTargetContract(new KintoneRig());

public sealed class KintoneSetupTests() : PreparedTargetContract(new KintoneRig());
