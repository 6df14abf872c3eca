using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Mappings;

/// <summary>The post that acknowledges what changed about a source's fields.</summary>
internal static class FieldActions
{
    internal static void MapFieldActions(this IEndpointRouteBuilder app) => app.MapPost("/mappings/acknowledge", AcknowledgeAsync).RequireAuthorization(Policies.Engineer).ExcludeFromDescription();

    private static async Task<IResult> AcknowledgeAsync([FromForm] string sync, ClaimsPrincipal user, [FromServices] SourceShapes shapes, CancellationToken cancellationToken)
    {
        if (sync.Split('/', 2) is not [var connection, var entity])
            return Results.LocalRedirect("/mappings");
        await shapes.AcknowledgeAsync(sync, path: null, user.Identity?.Name ?? throw new InvalidOperationException("Only who is signed in gets here."), cancellationToken);
        return Results.LocalRedirect(MappingLinks.Page(connection, entity) + "#fields");
    }
}
