using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What a target with <see cref="ITargetReader"/> owes the hub: it shows what the other side holds, and copes with people who work there. Derived and rigged as
/// <see cref="TargetContract"/> is: <c>public sealed class AcmeLivingTests() : LivingTargetContract(new AcmeRig());</c>. The facts cannot be overridden.
/// </summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class LivingTargetContract(ILivingTargetRig rig) : IAsyncLifetime
{
    private readonly OpenedTarget<ITargetReader> _target = new(rig);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task What_was_delivered_is_found_at_once_and_reads_as_it_was_delivered()
    {
        var id = await _target.MakeAsync(1);
        await _target.MakeAsync(2);
        var delivered = rig.Fields(1, version: 1);

        foreach (var query in (RemoteQuery[])
        [
            _target.Query(RemoteBy.ExternalKey, Key(1)),
            _target.Query(RemoteBy.RemoteId, id),
            _target.Query(RemoteBy.Field, (string)delivered[rig.SearchedField]!) with { Field = rig.SearchedField },
        ])
        {
            var found = Assert.Single(await FindAsync(query));
            Assert.Equal((id, Key(1), null), (found.RemoteId, found.ExternalKey, found.MergedInto));
            OpenedTarget<ITargetReader>.AssertSame(delivered, found.Fields);
        }
    }

    [Fact]
    public async Task A_later_state_is_found_as_such()
    {
        var id = await _target.MakeAsync(1);
        await _target.DeliverAsync(_target.Upsert(1, version: 2) with { RemoteId = id });

        OpenedTarget<ITargetReader>.AssertSame(rig.Fields(1, version: 2), Assert.Single(await FindAsync(_target.Query(RemoteBy.ExternalKey, Key(1)))).Fields);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var deleted = await _target.MakeAsync(1);
        await _target.MakeAsync(2);
        await rig.RemoveAsync(deleted);

        Assert.Empty(await FindAsync(_target.Query(RemoteBy.ExternalKey, Key(1), Key(99))));
        Assert.Empty(await FindAsync(_target.Query(RemoteBy.RemoteId, deleted)));
        Assert.Empty(await FindAsync(_target.Query(RemoteBy.Field, "nobody has this") with { Field = rig.SearchedField }));
    }

    [Fact]
    public async Task All_that_share_a_value_are_found()
    {
        string[] ids = [await rig.AddAsync(1), await rig.AddAsync(1), await rig.AddAsync(2)];

        var found = await FindAsync(_target.Query(RemoteBy.Field, (string)rig.Fields(1, 1)[rig.SearchedField]!) with { Field = rig.SearchedField });

        Assert.Equal(ids[..2].Order(), found.Select(record => record.RemoteId).Order());
        Assert.All(found, record => Assert.Null(record.ExternalKey));
    }

    [Fact]
    public async Task More_values_than_one_request_takes_are_found()
    {
        string[] ids = [await _target.MakeAsync(1), await _target.MakeAsync(777), await _target.MakeAsync(1400)];

        var found = await FindAsync(_target.Query(RemoteBy.ExternalKey, [.. Enumerable.Range(1, 1400).Select(Key)]));

        Assert.Equal(ids.Order(), found.Select(record => record.RemoteId).Order());
    }

    [Fact]
    public async Task A_record_that_someone_deleted_is_gone_and_not_made_again()
    {
        var id = await _target.MakeAsync(1);
        var other = await _target.MakeAsync(2);
        await rig.RemoveAsync(id);

        var answers = await _target.DeliverAsync(_target.Upsert(1, version: 2) with { RemoteId = id }, _target.Upsert(2, version: 2) with { RemoteId = other });

        Assert.Null(Assert.IsType<DeliveryResult.Gone>(answers[0]).MergedInto);
        Assert.Equal(other, Assert.IsType<DeliveryResult.Delivered>(answers[1]).RemoteId);
        Assert.Empty(await rig.FindAsync(Key(1)));
    }

    [Fact]
    public async Task A_record_that_was_merged_names_the_one_that_is_left()
    {
        var id = await _target.MakeAsync(1);
        var left = await rig.AddAsync(2);
        if (!await rig.MergeAsync(id, left))
            return;   // this system merges nothing: nothing to show

        var answer = Assert.Single(await _target.DeliverAsync(_target.Upsert(1, version: 2) with { RemoteId = id }));
        Assert.Equal(left, Assert.IsType<DeliveryResult.Gone>(answer).MergedInto);
        Assert.Equal(left, Assert.Single(await FindAsync(_target.Query(RemoteBy.RemoteId, id))).MergedInto);

        answer = Assert.Single(await _target.DeliverAsync(_target.Upsert(1, version: 2) with { RemoteId = left }));
        Assert.Equal(left, Assert.IsType<DeliveryResult.Delivered>(answer).RemoteId);
    }

    [Fact]
    public async Task A_record_that_someone_added_is_adopted()
    {
        var id = await rig.AddAsync(1);

        var answer = Assert.Single(await _target.DeliverAsync(_target.Upsert(1, version: 2) with { RemoteId = id }));

        Assert.Equal(id, Assert.IsType<DeliveryResult.Delivered>(answer).RemoteId);
        Assert.Equal(id, Assert.Single(await rig.FindAsync(Key(1))).Id);
        Assert.Equal(id, Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await _target.DeliverAsync(_target.Upsert(1, version: 3)))).RemoteId);
    }

    private static string Key(int number) => OpenedTarget<ITargetReader>.Key(number);

    private Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query) => _target.Ability.FindAsync(query, CancellationToken.None);
}
