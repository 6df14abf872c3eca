using IntegrationHub.Sdk;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>First loads by Bulk API 2.0.</summary>
public sealed class BulkTests : IAsyncLifetime
{
    private const int Many = 300;

    private Given _given = null!;

    public async Task InitializeAsync() => _given = await Given.StartAsync();

    public Task DisposeAsync() => _given.DisposeAsync().AsTask();

    [Fact]
    public async Task Many_records_go_as_one_job_and_each_gets_its_own_answer()
    {
        var batch = Batch();
        batch[7].Fields["Name"] = null;
        batch[8].Fields["ERP_Kind__c"] = "Himitsu";
        batch[9].Fields["Name"] = "with \"quotes\", commas,\nand lines";

        var answers = await LoadAsync(batch);

        answers[7].ShouldBe(new Rejected("Account erp/thing/8: a required field is empty (REQUIRED_FIELD_MISSING: Name)."));
        answers[8].ShouldBeOfType<Rejected>().Reason.ShouldNotContain("Himitsu");
        for (var at = 0; at < Many; at++)
            if (at is not (7 or 8))
                _given.Rig.Store.Where("Account", "ERP_ID__c", batch[at].ExternalKey).Single().Id.ShouldBe(answers[at].ShouldBeOfType<Delivered>().RemoteId);
        _given.Rig.Store.Where("Account", "ERP_ID__c", batch[9].ExternalKey).Single().Text("Name").ShouldBe("with \"quotes\", commas,\nand lines");
        _given.Writes.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_second_load_changes_the_same_records_and_clears_what_is_empty()
    {
        await LoadAsync(Batch());
        var again = Batch(version: 2);
        again[0].Fields["ERP_Number__c"] = null;

        (await LoadAsync(again)).ShouldAllBe(answer => answer is Delivered);

        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(Many + 1);
        var first = _given.Rig.Store.Where("Account", "ERP_ID__c", Given.Key(1)).Single();
        (first.Text("ERP_Number__c"), first.Text("ERP_Credit_Limit__c")).ShouldBe((null, "12.5"));
    }

    [Fact]
    public async Task Few_records_or_live_ones_go_without_a_job()
    {
        await LoadAsync(Batch()[..100]);
        await _given.Open(options => options.BulkFrom = 200).DeliverAsync([.. Batch().Select(delivery => delivery with { IsBulk = false })], CancellationToken.None);
        await _given.Open(options => options.BulkFrom = 0).DeliverAsync(Batch(), CancellationToken.None);
        _given.Writes.ShouldAllBe(call => call == "PATCH composite/sobjects/Account/ERP_ID__c");
    }

    [Fact]
    public async Task What_a_job_did_not_come_to_goes_by_calls()
    {
        _given.Rig.Dialect.Bulk.FailsAfter = 120;

        var answers = await LoadAsync(Batch());

        answers.ShouldAllBe(answer => answer is Delivered);
        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(Many + 1);
        _given.Writes.Count(call => call == "PATCH composite/sobjects/Account/ERP_ID__c").ShouldBe(1);   // of 180
    }

    [Fact]
    public async Task A_job_that_takes_too_long_is_aborted_before_calls_take_its_place()
    {
        _given.Rig.Dialect.Bulk.LooksUntilDone = 1000;

        var answers = await LoadAsync(Batch());

        answers.ShouldAllBe(answer => answer is Delivered);
        _given.Writes.Select(call => call.Split(' ')[0] + " " + call.Split(' ', '/')[1]).ShouldBe(["POST jobs", "PUT jobs", "PATCH jobs", "PATCH jobs", "PATCH composite", "PATCH composite"]);
        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(Many + 1);
    }

    [Fact]
    public async Task A_job_that_fails_at_once_gives_way_to_calls_that_say_what_is_wrong()
    {
        _given.Rig.Dialect.Bulk.FailsAfter = 0;
        var batch = Batch();
        batch[3].Fields["Name"] = null;

        var answers = await LoadAsync(batch);

        answers[3].ShouldBeOfType<Rejected>();
        answers.Count(answer => answer is Delivered).ShouldBe(Many - 1);
    }

    [Fact]
    public async Task A_job_that_was_lost_sight_of_is_ended_before_its_records_are_sent_again()
    {
        _given.Rig.Dialect.Bulk.LooksUntilDone = 3;
        using var cut = new CancellationTokenSource();
        _given.Loses = request =>
        {
            if (request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.Contains("jobs/ingest/", StringComparison.Ordinal))
                cut.Cancel();   // the host is stopped while the job is under way
            return false;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => _given.Open(options => options.BulkFrom = 200).DeliverAsync(Batch(), cut.Token));
        _given.Loses = null;

        // a later state, live, of one of them; the old job must not write its state over it
        var live = _given.Upsert(1, version: 2) with { MayExist = true };
        (await _given.DeliverAsync(live)).Single().ShouldBeOfType<Delivered>();
        for (var look = 0; look < 5; look++)
            await LookAtJobsAsync();

        _given.Rig.Store.Where("Account", "ERP_ID__c", Given.Key(1)).Single().Text("ERP_Credit_Limit__c").ShouldBe("12.5");
        (await LoadAsync([.. Batch().Skip(1).Select(delivery => delivery with { MayExist = true })])).ShouldAllBe(answer => answer is Delivered);
        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(Many + 1);
    }

    [Theory]
    [InlineData("POST", "ingest")]
    [InlineData("PUT", "batches")]
    [InlineData("PATCH", "")]
    [InlineData("GET", "")]
    [InlineData("GET", "successfulResults")]
    [InlineData("GET", "unprocessedrecords")]
    public async Task A_lost_answer_at_any_step_makes_no_double_and_loses_none(string method, string end)
    {
        _given.Loses = request => request.Method.Method == method && request.RequestUri!.AbsolutePath.Contains("jobs/ingest", StringComparison.Ordinal) && request.RequestUri.AbsolutePath.EndsWith(end, StringComparison.Ordinal);
        await Should.ThrowAsync<TransientException>(() => LoadAsync(Batch()));

        (await LoadAsync([.. Batch().Select(delivery => delivery with { MayExist = true })])).ShouldAllBe(answer => answer is Delivered);

        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(Many + 1);
    }

    [Fact]
    public async Task Orders_and_their_lines_are_two_jobs()
    {
        await using var orders = await Given.StartAsync("ERP_Order__c");
        var batch = Enumerable.Range(1, Many).Select(number => orders.Upsert(number) with { IsBulk = true }).ToList();
        batch[4].Fields["ERP_Order_Lines__r"]![0]!["ERP_Description__c"] = new string('x', 256);

        var answers = await orders.Open(options => options.BulkFrom = 200).DeliverAsync(batch, CancellationToken.None);

        answers[4].ShouldBeOfType<Rejected>().Reason.ShouldContain("line 1");
        answers.Count(answer => answer is Delivered).ShouldBe(Many - 1);
        orders.Rig.Store.Table("ERP_Order__c").Present.Count().ShouldBe(Many - 1);
        orders.Rig.Store.Table("ERP_Order_Line__c").Present.Count().ShouldBe((Many - 1) * 2);
        orders.Writes.Count(call => call == "POST jobs/ingest").ShouldBe(2);
    }

    private Delivery[] Batch(int version = 1) => [.. Enumerable.Range(1, Many).Select(number => _given.Upsert(number, version) with { IsBulk = true })];

    private Task<IReadOnlyList<DeliveryResult>> LoadAsync(Delivery[] batch) => _given.Open(options => options.BulkFrom = 200).DeliverAsync(batch, CancellationToken.None);

    private async Task LookAtJobsAsync()
    {
        var api = new SalesforceApi(_given.Rig.Options(), _given.Services);
        var jobs = (await api.GetAsync("jobs", "jobs/ingest", CancellationToken.None)).Json();
        foreach (var job in jobs.GetProperty("records").EnumerateArray())
            await api.GetAsync("job", $"jobs/ingest/{job.GetProperty("id").GetString()}", CancellationToken.None);
    }
}
