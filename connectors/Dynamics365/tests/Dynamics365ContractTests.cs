using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Dynamics365.Tests;

/// <summary>What every connector's manifest keeps.</summary>
public sealed class Dynamics365ManifestTests() : ManifestContract(new Dynamics365Connector());

/// <summary>What every target keeps, with accounts.</summary>
public sealed class AccountTargetTests() : TargetContract(new Dynamics365Rig("account"));

/// <summary>What every target keeps, with orders and their lines.</summary>
public sealed class OrderTargetTests() : TargetContract(new Dynamics365Rig("erp_order"));

/// <summary>People who work over there, with accounts, which can be merged.</summary>
public sealed class AccountLivingTests() : LivingTargetContract(new Dynamics365Rig("account"));

/// <summary>People who work over there, with orders and their lines.</summary>
public sealed class OrderLivingTests() : LivingTargetContract(new Dynamics365Rig("erp_order"));

/// <summary>All that bears a key.</summary>
public sealed class AccountListTests() : ListedTargetContract(new Dynamics365Rig("account"));

/// <summary>Tables and columns that are there, and those that are made.</summary>
public sealed class AccountSetupTests() : PreparedTargetContract(new Dynamics365Rig("account"));

/// <summary>A life full of faults, with accounts.</summary>
public sealed class AccountLifeTests() : TargetLifeContract(new Dynamics365Rig("account"));

/// <summary>A life full of faults, with orders and their lines.</summary>
public sealed class OrderLifeTests() : TargetLifeContract(new Dynamics365Rig("erp_order"));
