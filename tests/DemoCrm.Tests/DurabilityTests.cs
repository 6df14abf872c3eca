using System.Collections.Concurrent;

namespace DemoCrm.Tests;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("demo-crm-").FullName;

    private DemoCrmOptions Options => new() { Token = CrmClient.Token, DataFolder = _folder };

    private string JournalFile => Path.Combine(_folder, "crm.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_killed_CRM_comes_back_with_everything_it_answered()
    {
        var answered = new ConcurrentDictionary<string, string>();
        using (var enough = new SemaphoreSlim(0))
        {
            var (process, address) = await CrmProcess.StartAsync(_folder);
            using var client = new CrmClient(address);
            var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilItEndsAsync(client, writer, answered, enough)).ToArray();
            for (var writes = 0; writes < 60; writes++)
                await enough.WaitAsync();
            await process.KillAsync();
            await Task.WhenAll(writers);
            process.Dispose();
        }

        await using var again = await DemoCrmServer.StartAsync(Options);

        foreach (var (key, id) in answered)
            again.WithExternalId("accounts", key).ShouldHaveSingleItem().Id.ShouldBe(id);
        again.All("accounts").Select(record => record.ExternalId).ShouldBeUnique();
    }

    [Fact]
    public async Task Changes_and_deletes_are_kept_and_ids_are_not_given_twice()
    {
        await using (var server = await DemoCrmServer.StartAsync(Options))
        {
            using var client = new CrmClient(server.Address);
            await client.PutAsync("accounts", "a", """{"name":"A","city":"Tokyo"}""");
            await client.PutAsync("accounts", "a", """{"name":"A","city":"大阪"}""");
            await client.PutAsync("accounts", "b", """{"name":"B"}""");
            await client.SendAsync(HttpMethod.Delete, "/api/accounts/ACC-000002");
        }

        await using var again = await DemoCrmServer.StartAsync(Options);
        using var later = new CrmClient(again.Address);
        await later.PutAsync("accounts", "b", """{"name":"B"}""");

        again.All("accounts").Select(record => record.Id).ShouldBe(["ACC-000001", "ACC-000003"]);
        again.All("accounts")[0].Fields["city"].GetString().ShouldBe("大阪");
        again.Creates("accounts", "b").ShouldBe(2);
    }

    [Fact]
    public async Task A_line_cut_off_in_the_middle_is_forgotten_and_written_over()
    {
        await PutOneAsync("a");
        await File.AppendAllTextAsync(JournalFile, """{"verb":"Create","object":"accounts","num""");

        await PutOneAsync("b");

        await using var again = await DemoCrmServer.StartAsync(Options);
        again.All("accounts").Select(record => record.ExternalId).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_damaged_line_is_told_with_its_place()
    {
        await PutOneAsync("a");
        await File.AppendAllTextAsync(JournalFile, "?\n");

        (await Should.ThrowAsync<InvalidDataException>(() => DemoCrmServer.StartAsync(Options))).Message.ShouldContain("crm.jsonl line 2");
    }

    [Fact]
    public async Task A_port_or_a_folder_in_use_is_told_in_a_sentence()
    {
        await using var server = await DemoCrmServer.StartAsync(Options);

        var port = await CrmProcess.RunToEndAsync("--port", $"{server.Address.Port}");
        var folder = await CrmProcess.RunToEndAsync("--port", "0", "--data", _folder);

        port.ShouldBe((2, $"Port {server.Address.Port} is taken by another program. Choose another one with --port.{Environment.NewLine}"));
        folder.Code.ShouldBe(2);
        folder.Error.ShouldStartWith("The demo CRM cannot start: ");
        folder.Error.ShouldNotContain(" at DemoCrm");
    }

    [Theory]
    [InlineData("There is no option --prot.", "--prot", "1")]
    [InlineData("'http' is no port; it must be 0 to 65535.", "--port", "http")]
    [InlineData("No token is set.")]
    public async Task An_option_that_cannot_be_is_told_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, error) = await CrmProcess.RunToEndAsync(arguments);

        code.ShouldBe(2);
        error.ShouldStartWith(sentence);
    }

    private async Task PutOneAsync(string key)
    {
        await using var server = await DemoCrmServer.StartAsync(Options);
        using var client = new CrmClient(server.Address);
        (await client.PutAsync("accounts", key, """{"name":"A"}""")).Status.ShouldBe(201);
    }

    private static async Task WriteUntilItEndsAsync(CrmClient client, int writer, ConcurrentDictionary<string, string> answered, SemaphoreSlim enough)
    {
        for (var number = 0; ; number++)
        {
            var key = $"{writer}/{number}";
            try
            {
                var (_, json) = await client.PutAsync("accounts", key, """{"name":"A"}""");
                answered[key] = json["id"]!.GetValue<string>();
            }
            catch (HttpRequestException)
            {
                return;   // killed
            }
            enough.Release();
        }
    }
}
