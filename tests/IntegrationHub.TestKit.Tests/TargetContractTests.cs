using System.Reflection;

namespace IntegrationHub.TestKit.Tests;

/// <summary>The contract is worth something only if each of its facts fails when it should.</summary>
public sealed class TargetContractTests
{
    private static readonly (TargetFlaw Flaw, string Fact)[] Caught =
    [
        (TargetFlaw.CheckAlwaysFails, nameof(TargetContract.The_check_succeeds_when_all_is_well)),
        (TargetFlaw.AnswersInAnotherOrder, nameof(TargetContract.Every_delivery_gets_one_answer_in_the_same_order)),
        (TargetFlaw.AnswersOneTooFew, nameof(TargetContract.Every_delivery_gets_one_answer_in_the_same_order)),
        (TargetFlaw.AlwaysCreates, nameof(TargetContract.The_same_delivery_twice_makes_one_object)),
        (TargetFlaw.CreatesWhatMayExist, nameof(TargetContract.A_lost_answer_makes_no_second_object)),
        (TargetFlaw.TakesALostAnswerForSuccess, nameof(TargetContract.A_lost_answer_makes_no_second_object)),
        (TargetFlaw.NeverChangesWhatIsThere, nameof(TargetContract.A_later_state_replaces_the_earlier)),
        (TargetFlaw.OnePoisonedRecordStopsTheBatch, nameof(TargetContract.One_poisoned_record_spoils_only_itself)),
        (TargetFlaw.TakesARefusalForSuccess, nameof(TargetContract.One_poisoned_record_spoils_only_itself)),
        (TargetFlaw.NeverDeletes, nameof(TargetContract.A_delete_takes_the_object_away)),
        (TargetFlaw.RefusesToDeleteTheUnknown, nameof(TargetContract.Deleting_the_unknown_succeeds)),
        (TargetFlaw.ForgetsTheWait, nameof(TargetContract.Too_many_requests_means_later_and_keeps_the_wait)),
        (TargetFlaw.TakesBusyForARefusal, nameof(TargetContract.Too_many_requests_means_later_and_keeps_the_wait)),
        (TargetFlaw.TakesFailureForARefusal, nameof(TargetContract.A_failing_server_means_later)),
        (TargetFlaw.TakesWrongCredentialsForATransientProblem, nameof(TargetContract.Wrong_credentials_are_told_as_such)),
        (TargetFlaw.ChecksWithoutCredentials, nameof(TargetContract.Wrong_credentials_are_told_as_such)),
        (TargetFlaw.TakesNonsenseForSuccess, nameof(TargetContract.Nonsense_is_told_as_such)),
        (TargetFlaw.IgnoresCancellation, nameof(TargetContract.Cancelling_ends_within_a_second)),
        (TargetFlaw.ChangesTheFields, nameof(TargetContract.The_fields_are_left_as_they_were)),
        (TargetFlaw.TellsTheSecretWhenRefused, nameof(TargetContract.No_secret_and_no_value_gets_into_a_message)),
        (TargetFlaw.TellsTheSecretInTheLog, nameof(TargetContract.No_secret_and_no_value_gets_into_a_message)),
        (TargetFlaw.TellsValuesInAReason, nameof(TargetContract.No_secret_and_no_value_gets_into_a_message)),
    ];

    public static TheoryData<string> Facts => [.. FactsOfTheContract().Select(fact => fact.Name)];

    public static TheoryData<TargetFlaw, string> Flaws
    {
        get
        {
            var data = new TheoryData<TargetFlaw, string>();
            foreach (var (flaw, fact) in Caught)
                data.Add(flaw, fact);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Facts))]
    public Task A_sound_target_passes(string fact) => RunAsync(fact, TargetFlaw.None);

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_broken_target_is_caught(TargetFlaw flaw, string fact) => await Should.ThrowAsync<Exception>(() => RunAsync(fact, flaw));

    [Fact]
    public void Every_fact_has_a_target_that_breaks_it_and_every_flaw_a_fact_that_catches_it()
    {
        Caught.Select(pair => pair.Fact).Distinct().ShouldBe(FactsOfTheContract().Select(fact => fact.Name), ignoreOrder: true);
        Caught.Select(pair => pair.Flaw).Append(TargetFlaw.None).ShouldBe(Enum.GetValues<TargetFlaw>(), ignoreOrder: true);
    }

    [Fact]
    public void No_fact_can_be_overridden() => FactsOfTheContract().ShouldAllBe(fact => !fact.IsVirtual);

    private static IEnumerable<MethodInfo> FactsOfTheContract() =>
        typeof(TargetContract).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null);

    private static async Task RunAsync(string fact, TargetFlaw flaw)
    {
        var contract = new PretendTargetContract(new PretendRig(flaw));
        await contract.InitializeAsync();
        try
        {
            await (Task)typeof(TargetContract).GetMethod(fact)!.Invoke(contract, null)!;
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    private sealed class PretendTargetContract(ITargetRig rig) : TargetContract(rig);
}
