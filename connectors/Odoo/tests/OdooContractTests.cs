using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Odoo.Tests;

public sealed class OdooManifestTests() : ManifestContract(new OdooConnector());

public sealed class OdooSourceContractTests() : HttpSourceContract(new OdooRig());

public sealed class OdooTimesTests() : TimedSourceContract(new OdooRig());

public sealed class OdooScriptedTests() : ScriptedSourceContract(new OdooRig());

public sealed class OdooSchemaTests() : SourceSchemaContract(new OdooRig());

public sealed class OdooSliceTests() : SlicedSourceContract(new OdooRig());

public sealed class OdooCountTests() : CountedSourceContract(new OdooRig());
