namespace DemoCrm.State;

/// <summary>Why the CRM refuses something: a stable code for programs, a message for people, and the field it is about.</summary>
internal sealed record CrmError(int Status, string Code, string Message, string? Field = null)
{
    public static CrmError NotFound(string what) => new(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static CrmError Unprocessable(string code, string message, string? field = null) =>
        new(StatusCodes.Status422UnprocessableEntity, code, message, field);

    public static CrmError Conflict(string code, string message) => new(StatusCodes.Status409Conflict, code, message);

    public static CrmError BadRequest(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);
}
