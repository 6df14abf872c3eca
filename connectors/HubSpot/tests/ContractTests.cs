using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.HubSpot.Tests;

public sealed class HubSpotManifestTests() : ManifestContract(new HubSpotConnector());

public sealed class CompanyTargetTests() : TargetContract(new HubSpotRig());

public sealed class OrderTargetTests() : TargetContract(new HubSpotRig("p_erp_order"));

public sealed class CompanyLivingTests() : LivingTargetContract(new HubSpotRig());

public sealed class OrderLivingTests() : LivingTargetContract(new HubSpotRig("p_erp_order"));

public sealed class CompanyListedTests() : ListedTargetContract(new HubSpotRig());

public sealed class CompanyLifeTests() : TargetLifeContract(new HubSpotRig());

public sealed class OrderLifeTests() : TargetLifeContract(new HubSpotRig("p_erp_order"));

public sealed class CompanyPreparedTests() : PreparedTargetContract(new HubSpotRig());

public sealed class OrderPreparedTests() : PreparedTargetContract(new HubSpotRig("p_erp_order"));
