using DemoCrm.State;

namespace DemoCrm.Api;

/// <summary><c>/admin/faults</c>: plan faults from outside the process.</summary>
internal static class FaultApi
{
    public static void Map(WebApplication app, Faults faults)
    {
        app.MapPost("/admin/faults", (string kind, int? times, int? retryAfterSeconds) =>
        {
            if (!Enum.TryParse<FaultKind>(kind, ignoreCase: true, out var fault) || !Enum.IsDefined(fault))
                return ApiAnswer.Of(CrmError.BadRequest("unknown_fault", $"There are the faults {string.Join(", ", Enum.GetNames<FaultKind>())}."));
            if (times is < 1 or > 10_000)
                return ApiAnswer.Of(CrmError.BadRequest("invalid_value", "times must be 1 to 10000."));
            _ = faults.PlanNext(fault, times ?? 1, retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            return Results.NoContent();
        });
        app.MapDelete("/admin/faults", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }
}
