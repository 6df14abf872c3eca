using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Zoho.Tests;

public sealed class ZohoManifestTests() : ManifestContract(new ZohoConnector());

public sealed class AccountTargetTests() : TargetContract(new ZohoRig());

public sealed class OrderTargetTests() : TargetContract(new ZohoRig("ERP_Orders"));

public sealed class AccountLivingTests() : LivingTargetContract(new ZohoRig());

public sealed class OrderLivingTests() : LivingTargetContract(new ZohoRig("ERP_Orders"));

public sealed class AccountListedTests() : ListedTargetContract(new ZohoRig());

public sealed class AccountLifeTests() : TargetLifeContract(new ZohoRig());

public sealed class OrderLifeTests() : TargetLifeContract(new ZohoRig("ERP_Orders"));

public sealed class AccountPreparedTests() : PreparedTargetContract(new ZohoRig());

public sealed class OrderPreparedTests() : PreparedTargetContract(new ZohoRig("ERP_Orders"));
