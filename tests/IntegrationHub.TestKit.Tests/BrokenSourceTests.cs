using System.Reflection;
using IntegrationHub.TestKit.Tests.Sources;
using Xunit.Sdk;

namespace IntegrationHub.TestKit.Tests;

/// <summary>A fact counts only after it has been seen to fail: each is run against a source that is broken on purpose in the way it guards against.</summary>
public sealed class BrokenSourceTests
{
    public static TheoryData<string, ListFault> ListFaults => new()
    {
        { nameof(SourceContract.Checking_succeeds_when_all_is_well), ListFault.CannotBeChecked },
        { nameof(SourceContract.Reading_from_the_beginning_gives_every_record), ListFault.SkipsTheLastRecord },
        { nameof(SourceContract.Resuming_from_every_checkpoint_loses_nothing), ListFault.SkipsARecordWhenResumed },
        { nameof(SourceContract.Reading_twice_gives_the_same_records), ListFault.NumbersItsReads },
        { nameof(SourceContract.A_non_empty_batch_moves_the_checkpoint), ListFault.LeavesTheCheckpoint },
        { nameof(SourceContract.No_batch_is_larger_than_asked_for), ListFault.IgnoresTheBatchSize },
        { nameof(SourceContract.Keys_are_never_empty_and_come_once), ListFault.GivesAnEmptyKey },
        { nameof(SourceContract.Keys_are_never_empty_and_come_once), ListFault.GivesAKeyTwice },
        { nameof(SourceContract.Every_record_is_one_JSON_object), ListFault.GivesAnArray },
        { nameof(SourceContract.A_checkpoint_is_short), ListFault.WritesLongCheckpoints },
        { nameof(SourceContract.Cancelling_stops_a_read_within_a_second), ListFault.IgnoresCancelling },
        { nameof(SourceContract.Cancelling_stops_a_read_within_a_second), ListFault.IsSlowToCancel },
        { nameof(SourceContract.Cancelling_stops_a_check_within_a_second), ListFault.ChecksAlthoughCancelled },
        { nameof(SourceContract.An_unknown_entity_is_an_error_in_the_settings), ListFault.TakesAnyEntity },
        { nameof(SourceContract.A_slice_is_read_alone_or_refused), ListFault.OverlooksTheSlice },
        { nameof(SourceContract.No_message_and_no_checkpoint_tells_a_secret), ListFault.TellsTheSecretInAMessage },
        { nameof(SourceContract.No_message_and_no_checkpoint_tells_a_secret), ListFault.TellsTheSecretInACheckpoint },
        { nameof(SourceContract.No_message_and_no_checkpoint_tells_a_secret), ListFault.TellsTheSecretInTheLog },
        { nameof(SourceContract.No_message_and_no_checkpoint_tells_a_secret), ListFault.TellsTheSecretInABrokenPiece },
        { nameof(SourceContract.What_the_source_does_is_put_to_the_test), ListFault.SpeaksHttp },
    };

    public static TheoryData<string, PageFault> PageFaults => new()
    {
        { nameof(HttpSourceContract.Status_429_is_transient_and_keeps_its_wait), PageFault.OverlooksTheWait },
        { nameof(HttpSourceContract.Status_503_is_transient), PageFault.TakesBusyForBroken },
        { nameof(HttpSourceContract.A_server_that_is_gone_is_transient), PageFault.LetsNetworkFailuresOut },
        { nameof(HttpSourceContract.A_server_that_is_gone_is_transient), PageFault.UsesItsOwnClient },
        { nameof(HttpSourceContract.Status_401_is_refused_access), PageFault.TakesNoEntryForBroken },
        { nameof(HttpSourceContract.Status_403_is_refused_access), PageFault.TakesForbiddenForBroken },
        { nameof(HttpSourceContract.Garbage_is_a_breach_of_protocol), PageFault.LetsParsingFailuresOut },
        { nameof(HttpSourceContract.Cancelling_stops_a_call_that_hangs_within_a_second), PageFault.IgnoresCancelling },
        { nameof(HttpSourceContract.No_refusal_tells_a_secret), PageFault.QuotesTheAnswer },
    };

    public static TheoryData<string, TimedFault> TimedFaults => new()
    {
        { nameof(TimedSourceContract.Records_of_one_instant_are_not_lost_at_the_border_of_a_batch), TimedFault.GoesByTimeAlone },
        { nameof(TimedSourceContract.A_record_committed_late_with_a_time_already_read_is_not_lost), TimedFault.GoesByTimeAlone },
        { nameof(TimedSourceContract.A_record_committed_late_with_a_time_already_read_is_not_lost), TimedFault.NeverLooksBack },
        { nameof(TimedSourceContract.A_record_changed_again_is_read_again), TimedFault.GoesByKeyAlone },
    };

    public static TheoryData<string, SchemaFault> SchemaFaults => new()
    {
        { nameof(SourceSchemaContract.Every_field_of_every_record_is_described_with_its_kind), SchemaFault.ForgetsAField },
        { nameof(SourceSchemaContract.Every_field_of_every_record_is_described_with_its_kind), SchemaFault.ForgetsAFieldOfALine },
        { nameof(SourceSchemaContract.Every_field_of_every_record_is_described_with_its_kind), SchemaFault.TakesANumberForText },
        { nameof(SourceSchemaContract.Each_field_is_described_once), SchemaFault.DescribesAFieldTwice },
        { nameof(SourceSchemaContract.Describing_twice_gives_the_same), SchemaFault.ChangesItsMind },
        { nameof(SourceSchemaContract.Describing_an_unknown_entity_is_an_error_in_the_settings), SchemaFault.TakesAnyEntity },
        { nameof(SourceSchemaContract.Cancelling_stops_describing_within_a_second), SchemaFault.IgnoresCancelling },
        { nameof(SourceSchemaContract.No_description_tells_a_secret), SchemaFault.TellsTheSecret },
    };

    public static TheoryData<string, SliceFault> SliceFaults => new()
    {
        { nameof(SlicedSourceContract.A_slice_gives_exactly_its_records), SliceFault.OverlooksTheLastDay },
        { nameof(SlicedSourceContract.A_slice_gives_exactly_its_records), SliceFault.ForgetsRecordsWithoutADate },
        { nameof(SlicedSourceContract.A_slice_gives_exactly_its_records), SliceFault.IgnoresTheBatchSize },
        { nameof(SlicedSourceContract.A_record_is_the_same_in_a_slice_and_in_a_whole_read), SliceFault.WritesSlicesInAnotherWay },
        { nameof(SlicedSourceContract.Resuming_a_slice_from_every_checkpoint_loses_nothing), SliceFault.SkipsARecordWhenResumed },
        { nameof(SlicedSourceContract.A_slice_that_was_read_gives_nothing_more), SliceFault.BeginsAgainAtTheEnd },
        { nameof(SlicedSourceContract.A_slice_leaves_the_live_position_alone), SliceFault.ForgetsWhatASliceCommitted },
        { nameof(SlicedSourceContract.Positions_of_slices_and_of_live_reads_are_not_mixed_up), SliceFault.TakesAnyPosition },
        { nameof(SlicedSourceContract.A_slice_with_nothing_set_is_the_whole), SliceFault.TakesNothingSetForNothing },
        { nameof(SlicedSourceContract.A_long_list_of_keys_gives_each_record_once_and_leaves_out_what_is_not_there), SliceFault.GivesAKeyAsOftenAsItIsAskedFor },
        { nameof(SlicedSourceContract.A_slice_of_an_unknown_entity_is_an_error_in_the_settings), SliceFault.TakesAnyEntity },
    };

    public static TheoryData<string, SliceFault> PartitionFaults => new()
    {
        { nameof(PartitionedSourceContract.Partitions_together_are_the_whole_and_no_record_comes_twice), SliceFault.ClosesTheOuterRanges },
        { nameof(PartitionedSourceContract.Partitions_together_are_the_whole_and_no_record_comes_twice), SliceFault.CutsSoThatPartsOverlap },
        { nameof(PartitionedSourceContract.There_are_no_more_partitions_than_wanted_and_more_than_one_when_there_is_enough), SliceFault.IgnoresHowManyAreWanted },
        { nameof(PartitionedSourceContract.There_are_no_more_partitions_than_wanted_and_more_than_one_when_there_is_enough), SliceFault.NeverCuts },
        { nameof(PartitionedSourceContract.A_record_that_came_later_is_in_a_partition_or_found_by_the_live_sync), SliceFault.ResumesTooLate },
        { nameof(PartitionedSourceContract.The_live_sync_resumes_where_the_partitions_say), SliceFault.ResumesAtAnotherCursorsPosition },
        { nameof(PartitionedSourceContract.Partitioning_an_unknown_entity_is_an_error_in_the_settings), SliceFault.TakesAnyEntity },
    };

    public static TheoryData<string, SliceFault> CountFaults => new()
    {
        { nameof(CountedSourceContract.Counts_equal_what_is_read), SliceFault.CountsOneTooFew },
        { nameof(CountedSourceContract.Counts_equal_what_is_read), SliceFault.CountsWhatIsDeleted },
        { nameof(CountedSourceContract.Counts_equal_what_is_read), SliceFault.AddsUpOneFieldTwice },
        { nameof(CountedSourceContract.Counts_of_slices_equal_what_is_read), SliceFault.CountsTheWholeForASlice },
        { nameof(CountedSourceContract.A_record_always_counts_as_the_same), SliceFault.ChangesItsMind },
        { nameof(CountedSourceContract.A_record_always_counts_as_the_same), SliceFault.AddsUpWhatItDoesNotName },
        { nameof(CountedSourceContract.Counting_an_unknown_entity_is_an_error_in_the_settings), SliceFault.TakesAnyEntity },
        { nameof(CountedSourceContract.Cancelling_stops_a_count), SliceFault.CountsAlthoughCancelled },
    };

    [Theory]
    [MemberData(nameof(ListFaults))]
    public Task A_fact_fails_on_a_source_that_breaks_it(string fact, ListFault fault) => FailsAsync(new Contract(new ListRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(PageFaults))]
    public Task A_fact_of_HTTP_fails_on_a_source_that_breaks_it(string fact, PageFault fault) => FailsAsync(new HttpContract(new PageRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(TimedFaults))]
    public Task A_fact_of_times_fails_on_a_source_that_breaks_it(string fact, TimedFault fault) => FailsAsync(new TimedContract(new TimedRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(SchemaFaults))]
    public Task A_fact_of_descriptions_fails_on_a_source_that_breaks_it(string fact, SchemaFault fault) => FailsAsync(new SchemaContract(new DescribedRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(SliceFaults))]
    public Task A_fact_of_slices_fails_on_a_source_that_breaks_it(string fact, SliceFault fault) => FailsAsync(new SliceContract(new SliceRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(PartitionFaults))]
    public Task A_fact_of_partitions_fails_on_a_source_that_breaks_it(string fact, SliceFault fault) => FailsAsync(new PartitionContract(new SliceRig(fault)), fact, fault);

    [Theory]
    [MemberData(nameof(CountFaults))]
    public Task A_fact_of_counts_fails_on_a_source_that_breaks_it(string fact, SliceFault fault) => FailsAsync(new CountContract(new SliceRig(fault)), fact, fault);

    [Fact]
    public void Every_fact_is_seen_to_fail()
    {
        Facts(typeof(SourceContract)).Except(ListFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(HttpSourceContract)).Except(PageFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(TimedSourceContract)).Except(TimedFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(SlicedSourceContract)).Except(SliceFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(PartitionedSourceContract)).Except(PartitionFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(CountedSourceContract)).Except(CountFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
        Facts(typeof(SourceSchemaContract)).Except(SchemaFaults.Select(fault => (string)fault[0])).ShouldBeEmpty();
    }

    [Fact]
    public void No_fact_can_be_overridden() =>
        new[] { typeof(SourceContract), typeof(HttpSourceContract), typeof(TimedSourceContract), typeof(SourceSchemaContract), typeof(ManifestContract), typeof(SlicedSourceContract), typeof(PartitionedSourceContract), typeof(CountedSourceContract) }
            .SelectMany(contract => contract.GetMethods()).Where(method => method.IsDefined(typeof(FactAttribute)) && method.IsVirtual)
            .ShouldBeEmpty();

    private static IEnumerable<string> Facts(Type contract) =>
        contract.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(method => method.IsDefined(typeof(FactAttribute))).Select(method => method.Name);

    private static async Task FailsAsync<TFault>(IAsyncLifetime contract, string fact, TFault fault)
    {
        try
        {
            var failure = await Record.ExceptionAsync(() => (Task)contract.GetType().GetMethod(fact)!.Invoke(contract, [])!);
            failure.ShouldNotBeNull($"{fact} does not see a source that {fault}.");
            if (fault is not ListFault.CannotBeChecked)
                failure.ShouldBeAssignableTo<XunitException>($"{fact} should say what is wrong, but ended with {failure}");
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    private sealed class Contract(ISourceRig rig) : SourceContract(rig);

    private sealed class HttpContract(ISourceRig rig) : HttpSourceContract(rig);

    private sealed class SchemaContract(ISourceRig rig) : SourceSchemaContract(rig);

    private sealed class SliceContract(ISlicedSourceRig rig) : SlicedSourceContract(rig);

    private sealed class PartitionContract(ISourceRig rig) : PartitionedSourceContract(rig);

    private sealed class CountContract(ISourceRig rig) : CountedSourceContract(rig);

    private sealed class TimedContract(ITimedSourceRig rig) : TimedSourceContract(rig);
}
