using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.SapS4Hana.Tests;

public sealed class OrderSourceTests() : HttpSourceContract(SapRig.Orders());

public sealed class InvoiceSourceTests() : HttpSourceContract(SapRig.Invoices());

public sealed class StockSourceTests() : HttpSourceContract(SapRig.Stock());

public sealed class ContractSourceTests() : HttpSourceContract(new ScriptedRig());

public sealed class ScriptedContractSourceTests() : ScriptedSourceContract(new ScriptedRig());

public sealed class TimedContractSourceTests() : TimedSourceContract(new ScriptedRig());

public sealed class OrderSchemaTests() : SourceSchemaContract(SapRig.Orders());

public sealed class InvoiceSchemaTests() : SourceSchemaContract(SapRig.Invoices());

public sealed class StockSchemaTests() : SourceSchemaContract(SapRig.Stock());

public sealed class SapManifestTests() : ManifestContract(new SapConnector());

public sealed class PaymentSourceTests() : HttpSourceContract(SapRig.Payments());

public sealed class OrderSliceTests() : SlicedSourceContract(SapRig.Orders());

public sealed class InvoiceSliceTests() : SlicedSourceContract(SapRig.Invoices());

public sealed class PaymentSliceTests() : SlicedSourceContract(SapRig.Payments());

public sealed class OrderCountTests() : CountedSourceContract(SapRig.Orders());

public sealed class InvoiceCountTests() : CountedSourceContract(SapRig.Invoices());

public sealed class PaymentCountTests() : CountedSourceContract(SapRig.Payments());
