using DemoCrm.State;

namespace DemoCrm.Api;

/// <summary>How answers look as JSON.</summary>
internal static class ApiAnswer
{
    public static IResult Of(CrmError error) =>
        Results.Json(new { error = Body(error) }, statusCode: error.Status);

    /// <summary>The answer to one write: id and external id, or why not.</summary>
    public static IResult Of(CrmAnswer answer) => answer.Error is { } error
        ? Of(error)
        : Results.Json(new { id = answer.Record!.Id, externalId = answer.Record.ExternalId, created = answer.Status == StatusCodes.Status201Created }, statusCode: answer.Status);

    /// <summary>One answer per row, in order, each with its own status.</summary>
    public static IResult Of(IReadOnlyList<CrmAnswer> answers) => Results.Json(new
    {
        results = answers.Select(answer => answer.Error is { } error
            ? (object)new { status = answer.Status, error = Body(error) }
            : new { status = answer.Status, id = answer.Record!.Id, externalId = answer.Record.ExternalId }),
    });

    /// <summary>A record as the API shows it: its own data and its fields side by side.</summary>
    public static Dictionary<string, object?> Of(CrmRecord record)
    {
        var shown = new Dictionary<string, object?>
        {
            ["id"] = record.Id,
            ["externalId"] = record.ExternalId,
            ["createdAt"] = record.CreatedAt,
            ["updatedAt"] = record.UpdatedAt,
        };
        foreach (var (name, value) in record.Fields)
            shown[name] = value;
        return shown;
    }

    private static object Body(CrmError error) => new { code = error.Code, message = error.Message, field = error.Field };
}
