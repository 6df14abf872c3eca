using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.BusinessCentral.Tests;

/// <summary>The contracts of sources, by number and by the service's links.</summary>
public sealed class CustomersSourceTests() : HttpSourceContract(new BusinessCentralRig("customers"));

public sealed class CustomersScriptedTests() : ScriptedSourceContract(new BusinessCentralRig("customers"));

public sealed class CustomersTimesTests() : TimedSourceContract(new BusinessCentralRig("customers"));

public sealed class CustomersSchemaTests() : SourceSchemaContract(new BusinessCentralRig("customers", showsVersion: false));

public sealed class PaymentsSourceTests() : HttpSourceContract(new BusinessCentralRig("customerPayments"));

public sealed class PaymentsScriptedTests() : ScriptedSourceContract(new BusinessCentralRig("customerPayments"));

public sealed class CustomersSliceTests() : SlicedSourceContract(new BusinessCentralRig("customers"));

public sealed class PaymentsSliceTests() : SlicedSourceContract(new BusinessCentralRig("customerPayments"));

public sealed class CustomersCountTests() : CountedSourceContract(new BusinessCentralRig("customers"));

public sealed class PaymentsCountTests() : CountedSourceContract(new BusinessCentralRig("customerPayments"));

public sealed class BusinessCentralManifestTests() : ManifestContract(new BusinessCentralConnector());
