using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Salesforce.Tests;

public sealed class SalesforceManifestTests() : ManifestContract(new SalesforceConnector());

public sealed class AccountTargetTests() : TargetContract(new SalesforceRig());

public sealed class OrderTargetTests() : TargetContract(new SalesforceRig("ERP_Order__c"));

public sealed class AccountLivingTests() : LivingTargetContract(new SalesforceRig());

public sealed class OrderLivingTests() : LivingTargetContract(new SalesforceRig("ERP_Order__c"));

public sealed class AccountListedTests() : ListedTargetContract(new SalesforceRig());

public sealed class AccountPreparedTests() : PreparedTargetContract(new SalesforceRig());

public sealed class OrderPreparedTests() : PreparedTargetContract(new SalesforceRig("ERP_Order__c"));

public sealed class MadeForAccountsTests() : PreparedTargetContract(new SalesforceRig(mayCustomize: true));

public sealed class MadeForOrdersTests() : PreparedTargetContract(new SalesforceRig("ERP_Order__c", mayCustomize: true));
