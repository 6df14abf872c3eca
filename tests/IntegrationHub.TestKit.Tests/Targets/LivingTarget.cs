using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Targets;

/// <summary>A target that shows, lists and prepares, and keeps those contracts, but for one flaw.</summary>
internal sealed class LivingTarget(LivingCrm crm, LivingFlaw flaw) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeliveryResult>>([.. batch.Select(Write)]);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var values = (flaw == LivingFlaw.FindsOnlyTheFirstHundred ? query.Values.Take(100) : query.Values).ToHashSet();
        var found = crm.Entries.Where(entry => query.By switch
        {
            RemoteBy.ExternalKey => entry.ExternalKey is { } key && values.Contains(key) && flaw != LivingFlaw.SearchesAnIndexThatLags,
            RemoteBy.RemoteId => values.Contains(entry.Id),
            _ => values.Contains(entry.Fields[query.Field!]?.ToString() ?? ""),
        }).Select(entry => Shown(entry, query.By)).OfType<RemoteRecord>();
        return Task.FromResult<IReadOnlyList<RemoteRecord>>([.. flaw == LivingFlaw.FindsOneOfSeveral ? found.DistinctBy(record => record.Fields["name"]?.ToString()) : found]);
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (crm.Strike() is { } fault)
        {
            if (flaw == LivingFlaw.EndsTheListWhenItBreaks)
                yield break;
            throw fault == TargetFault.Nonsense ? new ProtocolException("Nonsense.") : new TransientException("Failed.");
        }

        yield return [.. crm.Entries
            .Where(entry => !entry.Deleted || flaw == LivingFlaw.ListsTheDeleted)
            .Where(entry => entry.ExternalKey is not null || flaw == LivingFlaw.ListsWhatIsNotOurs)
            .Select(entry => new RemoteKey(entry.Id, entry.ExternalKey ?? ""))];
    }

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => Task.FromResult(entity != "things" && flaw != LivingFlaw.DescribesWhatIsNotThere
        ? null
        : new TargetObject(entity, [.. crm.Fields.Skip(flaw == LivingFlaw.LeavesOutAField ? 1 : 0).Select(name => new TargetField(name, TargetFieldKind.Any) { Unique = name == "erpId" })]));

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        if (flaw != LivingFlaw.ForgetsWhatItShouldMake)
            crm.Fields.AddRange(fields.Select(field => field.Name).Except(crm.Fields).ToList());
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    public string? ExternalKeyField(string entity) => "erpId";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private RemoteRecord? Shown(LivingCrm.Entry entry, RemoteBy by)
    {
        if (by == RemoteBy.RemoteId && entry.MergedInto is { } survivor)
            return new RemoteRecord(entry.Id, crm.Find(survivor)!.ExternalKey, (JsonObject)crm.Find(survivor)!.Fields.DeepClone()) { MergedInto = survivor };
        if (entry.Deleted && flaw != LivingFlaw.FindsTheDeleted)
            return null;
        var fields = (JsonObject)(flaw == LivingFlaw.ReadsAnOldState ? entry.Before ?? entry.Fields : entry.Fields).DeepClone();
        if (flaw == LivingFlaw.ReadsNumbersAsText)
            fields["amount"] = fields["amount"]?.ToString();
        return new RemoteRecord(entry.Id, entry.ExternalKey, fields);
    }

    private DeliveryResult Write(Delivery delivery)
    {
        var there = delivery.RemoteId is { } id && flaw != LivingFlaw.MakesBesideTheAdopted ? crm.Find(id) : crm.Entries.Find(entry => entry.ExternalKey == delivery.ExternalKey && !entry.Deleted);
        if (there is { Deleted: true } && flaw != LivingFlaw.MakesTheDeletedAgain)
            return new DeliveryResult.Gone(flaw == LivingFlaw.DoesNotFollowMerges ? null : there.MergedInto);
        if (there is null or { Deleted: true })
            return new DeliveryResult.Delivered(crm.Add(delivery.ExternalKey, delivery.Fields).Id);
        (there.ExternalKey, there.Before, there.Fields) = (delivery.ExternalKey, there.Fields, (JsonObject)delivery.Fields.DeepClone());
        return new DeliveryResult.Delivered(there.Id);
    }
}
