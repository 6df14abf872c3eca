using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Codes of Dataverse's that mean something here: "Web service error codes".</summary>
internal static class DataverseErrors
{
    /// <summary>DuplicateRecordEntityKey, DuplicateRecord.</summary>
    public static bool IsDuplicateKey(ODataError? error) => error?.Code is "0x80060892" or "0x80040237";

    /// <summary>ConcurrencyVersionMismatch.</summary>
    public static bool IsConflict(ODataError? error) => error?.Code is "0x80060882";
}
