using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>What every connector's manifest keeps.</summary>
public sealed class RestManifestTests() : ManifestContract(new RestConnector());
