using System.Data.Common;
using System.Net.Sockets;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Connectors.Sql;

/// <summary>
/// What a database's refusals mean, by their standard code (SQLSTATE). A refusal's own words are shown only where they are about our SQL: others may quote
/// what is in a row.
/// </summary>
internal static class SqlErrors
{
    public static ConnectorException Meaning(DbException failure, string entity) => failure.SqlState switch
    {
        ['2', '8', ..] or "42501" => new AccessException($"{entity}: the database refuses our login or what it may read ({failure.SqlState}). Check ConnectionString, Password and the rights of that login.", failure),
        "3D000" or ['4', '2', ..] => new SetupException($"{entity}: the database does not understand what it is asked ({failure.SqlState}: {Words(failure)}). Check Entities:{entity}.", failure),
        "57014" => new TransientException($"{entity}: the database gave the statement up as too slow. Index the cursor's column and the key, or raise StatementTimeoutSeconds.", inner: failure),
        null or ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] => Gone(failure, entity),
        _ when failure.IsTransient => Gone(failure, entity),
        var other => new ProtocolException($"{entity}: the database failed with {other}.", failure),
    };

    private static TransientException Gone(DbException failure, string entity) =>
        new($"{entity}: the database cannot be reached, or is too busy ({failure.SqlState ?? Cause(failure)}). Check ConnectionString, and whether it is up.", inner: failure);

    private static string Cause(Exception failure) => failure.GetBaseException() is SocketException socket ? $"{socket.SocketErrorCode}" : failure.GetBaseException().GetType().Name;

    private static string Words(DbException failure) => failure is PostgresException postgres ? postgres.MessageText : failure.Message;
}
