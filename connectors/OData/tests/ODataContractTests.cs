using IntegrationHub.Sdk.OData;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.OData.Tests;

/// <summary>The contracts of sources, over services of both versions, in each way of reading.</summary>
internal static class Rigs
{
    /// <summary>Milliseconds are shown, more digits are kept, and lists within records come in parts.</summary>
    public static ODataRig Keyset(ODataVersion version) => new(version, entity =>
    {
        entity.Changed = new() { Field = "changedAt" };
        entity.Expand = ["lines"];
    });

    public static ODataRig Links(ODataVersion version) => new(version, entity =>
    {
        entity.Changed = new() { Field = "changedAt" };
        entity.Paging = ODataPaging.Links;
    })
    { LinksShift = true, LinksBegin = "http://erp.internal:8000" };

    public static ODataRig StableLinks(ODataVersion version) => new(version, entity =>
    {
        entity.Changed = new() { Field = "changedAt" };
        (entity.Paging, entity.LinksAreStable) = (ODataPaging.Links, true);
    });

    public static ODataRig Whole() => new(ODataVersion.V4, _ => { });

    public static ODataRig Delta() => new(ODataVersion.V4, entity =>
    {
        entity.Delta = true;
        entity.Expand = ["lines"];
    })
    { LinksBegin = "https://erp.internal" };
}

public sealed class Keyset2SourceTests() : HttpSourceContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset2ScriptedTests() : ScriptedSourceContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset2TimesTests() : TimedSourceContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset2SchemaTests() : SourceSchemaContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset4SourceTests() : HttpSourceContract(Rigs.Keyset(ODataVersion.V4));

public sealed class Keyset4ScriptedTests() : ScriptedSourceContract(Rigs.Keyset(ODataVersion.V4));

public sealed class Keyset4TimesTests() : TimedSourceContract(Rigs.Keyset(ODataVersion.V4));

public sealed class Keyset4SchemaTests() : SourceSchemaContract(Rigs.Keyset(ODataVersion.V4));

public sealed class Links2ScriptedTests() : ScriptedSourceContract(Rigs.Links(ODataVersion.V2));

public sealed class Links4SourceTests() : HttpSourceContract(Rigs.Links(ODataVersion.V4));

public sealed class Links4ScriptedTests() : ScriptedSourceContract(Rigs.StableLinks(ODataVersion.V4));

public sealed class WholeScriptedTests() : ScriptedSourceContract(Rigs.Whole());

public sealed class WholeSourceTests() : HttpSourceContract(Rigs.Whole());

public sealed class DeltaSourceTests() : HttpSourceContract(Rigs.Delta());

public sealed class DeltaScriptedTests() : ScriptedSourceContract(Rigs.Delta());

public sealed class Keyset2SliceTests() : SlicedSourceContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset4SliceTests() : SlicedSourceContract(Rigs.Keyset(ODataVersion.V4));

public sealed class DeltaSliceTests() : SlicedSourceContract(Rigs.Delta());

public sealed class LinksSliceTests() : SlicedSourceContract(Rigs.Links(ODataVersion.V4));

public sealed class Keyset2CountTests() : CountedSourceContract(Rigs.Keyset(ODataVersion.V2));

public sealed class Keyset4CountTests() : CountedSourceContract(Rigs.Keyset(ODataVersion.V4));

public sealed class ODataManifestTests() : ManifestContract(new ODataConnector());
