using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.SapSalesCloud.Tests;

/// <summary>What every connector's manifest keeps.</summary>
public sealed class SapSalesCloudManifestTests() : ManifestContract(new SapSalesCloudConnector());

/// <summary>What every target keeps, with accounts.</summary>
public sealed class AccountTargetTests() : TargetContract(new C4cRig("CorporateAccountCollection"));

/// <summary>What every target keeps, with orders and their items.</summary>
public sealed class OrderTargetTests() : TargetContract(new C4cRig("ErpOrderCollection"));

/// <summary>People who work over there, with accounts.</summary>
public sealed class AccountLivingTests() : LivingTargetContract(new C4cRig("CorporateAccountCollection"));

/// <summary>People who work over there, with orders and their items.</summary>
public sealed class OrderLivingTests() : LivingTargetContract(new C4cRig("ErpOrderCollection"));

/// <summary>All that bears a key.</summary>
public sealed class AccountListTests() : ListedTargetContract(new C4cRig("CorporateAccountCollection"));

/// <summary>Collections and properties that are there, and the steps to those that are not.</summary>
public sealed class AccountSetupTests() : PreparedTargetContract(new C4cRig("CorporateAccountCollection"));

/// <summary>A life full of faults, with accounts.</summary>
public sealed class AccountLifeTests() : TargetLifeContract(new C4cRig("CorporateAccountCollection"));

/// <summary>A life full of faults, with orders and their lines.</summary>
public sealed class OrderLifeTests() : TargetLifeContract(new C4cRig("ErpOrderCollection"));
