using System.Security.Claims;
using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Security;

/// <summary>Writes down who did what by hand. Safe from several threads.</summary>
internal sealed class Audit(NpgsqlDataSource database)
{
    /// <param name="who">The login, or <see cref="Shell"/>.</param>
    /// <param name="what">A verb: <c>run now</c>, <c>replay</c>.</param>
    /// <param name="subject">On what: a job's id, a login's name.</param>
    /// <param name="detail">The rest, without personal data of customers; may be null.</param>
    internal async Task WriteAsync(string who, string what, string subject, string? detail, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.audit (who, what, subject, detail) values (@who, @what, @subject, @detail)", new { who, what, subject, detail }, cancellationToken: cancellationToken));
    }

    internal Task WriteAsync(ClaimsPrincipal who, string what, string subject, string? detail, CancellationToken cancellationToken) =>
        WriteAsync(who.Identity?.Name ?? "(nobody)", what, subject, detail, cancellationToken);

    /// <summary>Whoever sits at the command line.</summary>
    internal static string Shell => $"{Environment.UserName} (command line)";
}
