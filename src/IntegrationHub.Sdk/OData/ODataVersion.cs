namespace IntegrationHub.Sdk.OData;

/// <summary>Which of the two ways of writing OData a service has.</summary>
public enum ODataVersion
{
    /// <summary>Versions 1 to 3: <c>d.results</c>, <c>/Date(…)/</c>, <c>datetime'…'</c>.</summary>
    V2,

    /// <summary>Version 4: <c>value</c>, ISO times, plain literals.</summary>
    V4,
}
