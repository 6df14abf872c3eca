using IntegrationHub.Core.Store;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Store;

public sealed class CopyBufferTests
{
    public static TheoryData<string> Numbers => new(
        "0", "1", "-1", "0.01", "10000", "9999.9999", "12345.678", "-0.00001", "100000000", "1265793.22", "79228162514264337593543950335", "0.0000000000000000000000000001", "440.00", "5000000000.0001");

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Decimals_arrive_exactly_with_their_scale(string text)
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync(migrated: false);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using (var create = new Npgsql.NpgsqlCommand("create table n (value numeric)", connection))
            await create.ExecuteNonQueryAsync();
        var rows = new CopyBuffer(1);
        rows.Row();
        rows.Numeric(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        rows.End();
        await using (var stream = await connection.BeginRawBinaryCopyAsync("copy n from stdin (format binary)"))
            await stream.WriteAsync(rows.Written);

        await using var read = new Npgsql.NpgsqlCommand("select value::text from n", connection);

        (await read.ExecuteScalarAsync()).ShouldBe(text);
    }
}
