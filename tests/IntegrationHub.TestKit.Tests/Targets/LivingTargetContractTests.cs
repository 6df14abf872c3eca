using System.Reflection;

namespace IntegrationHub.TestKit.Tests.Targets;

/// <summary>Each fact of these contracts fails when it should.</summary>
public sealed class LivingTargetContractTests
{
    private static readonly Dictionary<Type, Func<LivingRig, IAsyncLifetime>> Contracts = new()
    {
        [typeof(LivingTargetContract)] = rig => new Living(rig),
        [typeof(ListedTargetContract)] = rig => new Listed(rig),
        [typeof(PreparedTargetContract)] = rig => new Prepared(rig),
    };

    private static readonly (LivingFlaw Flaw, string Fact)[] Caught =
    [
        (LivingFlaw.SearchesAnIndexThatLags, nameof(LivingTargetContract.What_was_delivered_is_found_at_once_and_reads_as_it_was_delivered)),
        (LivingFlaw.ReadsNumbersAsText, nameof(LivingTargetContract.What_was_delivered_is_found_at_once_and_reads_as_it_was_delivered)),
        (LivingFlaw.ReadsAnOldState, nameof(LivingTargetContract.A_later_state_is_found_as_such)),
        (LivingFlaw.FindsTheDeleted, nameof(LivingTargetContract.What_is_not_there_is_not_found)),
        (LivingFlaw.FindsOneOfSeveral, nameof(LivingTargetContract.All_that_share_a_value_are_found)),
        (LivingFlaw.FindsOnlyTheFirstHundred, nameof(LivingTargetContract.More_values_than_one_request_takes_are_found)),
        (LivingFlaw.MakesTheDeletedAgain, nameof(LivingTargetContract.A_record_that_someone_deleted_is_gone_and_not_made_again)),
        (LivingFlaw.DoesNotFollowMerges, nameof(LivingTargetContract.A_record_that_was_merged_names_the_one_that_is_left)),
        (LivingFlaw.MakesBesideTheAdopted, nameof(LivingTargetContract.A_record_that_someone_added_is_adopted)),
        (LivingFlaw.ListsWhatIsNotOurs, nameof(ListedTargetContract.Nothing_delivered_is_an_empty_list)),
        (LivingFlaw.ListsTheDeleted, nameof(ListedTargetContract.All_that_was_delivered_and_is_still_there_is_listed_with_its_id)),
        (LivingFlaw.EndsTheListWhenItBreaks, nameof(ListedTargetContract.A_list_that_breaks_off_is_no_list)),
        (LivingFlaw.LeavesOutAField, nameof(PreparedTargetContract.The_object_is_described_with_the_fields_that_a_delivery_sets)),
        (LivingFlaw.DescribesWhatIsNotThere, nameof(PreparedTargetContract.An_object_that_is_not_there_is_none)),
        (LivingFlaw.ForgetsWhatItShouldMake, nameof(PreparedTargetContract.What_is_missing_is_made_or_told)),
    ];

    public static TheoryData<string> Names => [.. Facts().Select(fact => fact.Name)];

    public static TheoryData<LivingFlaw, string> Flaws
    {
        get
        {
            var data = new TheoryData<LivingFlaw, string>();
            foreach (var (flaw, fact) in Caught)
                data.Add(flaw, fact);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_sound_target_passes(string fact) => RunAsync(fact, LivingFlaw.None);

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_broken_target_is_caught(LivingFlaw flaw, string fact) => await Should.ThrowAsync<Exception>(() => RunAsync(fact, flaw));

    [Fact]
    public void Every_fact_has_a_target_that_breaks_it_and_every_flaw_a_fact_that_catches_it()
    {
        Caught.Select(pair => pair.Fact).Distinct().ShouldBe(Facts().Select(fact => fact.Name), ignoreOrder: true);
        Caught.Select(pair => pair.Flaw).Append(LivingFlaw.None).ShouldBe(Enum.GetValues<LivingFlaw>(), ignoreOrder: true);
    }

    [Fact]
    public void No_fact_can_be_overridden() => Facts().ShouldAllBe(fact => !fact.IsVirtual);

    private static IEnumerable<MethodInfo> Facts() =>
        Contracts.Keys.SelectMany(contract => contract.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null);

    private static async Task RunAsync(string name, LivingFlaw flaw)
    {
        var fact = Facts().Single(fact => fact.Name == name);
        var contract = Contracts[fact.DeclaringType!](new LivingRig(flaw));
        await contract.InitializeAsync();
        try
        {
            await (Task)fact.Invoke(contract, null)!;
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    private sealed class Living(ILivingTargetRig rig) : LivingTargetContract(rig);

    private sealed class Listed(ILivingTargetRig rig) : ListedTargetContract(rig);

    private sealed class Prepared(IPreparedTargetRig rig) : PreparedTargetContract(rig);
}
