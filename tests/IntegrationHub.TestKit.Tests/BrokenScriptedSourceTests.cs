using System.Reflection;
using IntegrationHub.TestKit.Tests.Sources;
using Xunit.Sdk;

namespace IntegrationHub.TestKit.Tests;

/// <summary>A sound source passes.</summary>
public sealed class SoundScriptedSourceTests() : ScriptedSourceContract(new ScriptedRig());

/// <summary>Each fact of the scripted contract is run against a source that is broken on purpose in the way it guards against.</summary>
public sealed class BrokenScriptedSourceTests
{
    private static readonly (string Fact, ScriptedFlaw Flaw)[] Caught =
    [
        (nameof(ScriptedSourceContract.A_cut_connection_is_transient_and_loses_nothing), ScriptedFlaw.TakesACutConnectionForTheEnd),
        (nameof(ScriptedSourceContract.An_answer_cut_short_is_transient_and_loses_nothing), ScriptedFlaw.TakesACutAnswerForTheEnd),
        (nameof(ScriptedSourceContract.Half_a_JSON_is_a_breach_of_protocol_and_loses_nothing), ScriptedFlaw.TakesHalfAnAnswerForTheEnd),
        (nameof(ScriptedSourceContract.A_page_of_something_else_is_a_breach_of_protocol_and_loses_nothing), ScriptedFlaw.TakesAWebPageForTheEnd),
        (nameof(ScriptedSourceContract.An_empty_answer_is_a_breach_of_protocol_and_not_the_end), ScriptedFlaw.TakesNothingForTheEnd),
        (nameof(ScriptedSourceContract.Asking_too_often_is_transient_and_loses_nothing), ScriptedFlaw.TakesTooManyForTheEnd),
        (nameof(ScriptedSourceContract.A_server_out_of_service_is_transient_and_loses_nothing), ScriptedFlaw.TakesOutOfServiceForBroken),
        (nameof(ScriptedSourceContract.Another_host_never_gets_a_request), ScriptedFlaw.FollowsToOtherHosts),
        (nameof(ScriptedSourceContract.An_answer_without_end_is_given_up), ScriptedFlaw.ReadsWithoutEnd),
        (nameof(ScriptedSourceContract.The_same_page_twice_loses_nothing), ScriptedFlaw.TakesTheSamePageTwice),
        (nameof(ScriptedSourceContract.A_slow_server_is_waited_for), ScriptedFlaw.IsImpatient),
        (nameof(ScriptedSourceContract.Records_that_shift_over_page_borders_while_they_are_read_are_not_lost), ScriptedFlaw.CountsItsWay),
        (nameof(ScriptedSourceContract.What_is_committed_late_is_not_lost), ScriptedFlaw.NeverLooksBack),
        (nameof(ScriptedSourceContract.Many_records_of_one_time_are_not_lost), ScriptedFlaw.GoesByTimeAlone),
        (nameof(ScriptedSourceContract.A_server_whose_clock_is_off_loses_nothing), ScriptedFlaw.GoesByTheServersClock),
        (nameof(ScriptedSourceContract.A_random_life_with_random_faults_loses_nothing), ScriptedFlaw.NeverLooksBack),
    ];

    public static TheoryData<string, ScriptedFlaw> Flaws
    {
        get
        {
            var data = new TheoryData<string, ScriptedFlaw>();
            foreach (var (fact, flaw) in Caught)
                data.Add(fact, flaw);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_fact_fails_on_a_source_that_breaks_it(string fact, ScriptedFlaw flaw)
    {
        var contract = new Contract(new ScriptedRig(flaw));
        await contract.InitializeAsync();
        try
        {
            var method = typeof(ScriptedSourceContract).GetMethod(fact)!;
            var failures = new List<Exception?>();
            foreach (var seed in method.GetParameters().Length == 0 ? [[]] : Enumerable.Range(1, 4).Select(seed => new object[] { seed }))
                failures.Add(await Record.ExceptionAsync(() => (Task)method.Invoke(contract, seed)!));
            failures.ShouldContain(failure => failure is XunitException, $"{fact} does not see a source that {flaw}: {failures[0]}");
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    [Fact]
    public void Every_fact_is_seen_to_fail_and_every_flaw_to_be_seen()
    {
        typeof(ScriptedSourceContract).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(FactAttribute))).Select(method => method.Name).ShouldBe(Caught.Select(pair => pair.Fact), ignoreOrder: true);
        Caught.Select(pair => pair.Flaw).Append(ScriptedFlaw.None).Distinct().ShouldBe(Enum.GetValues<ScriptedFlaw>(), ignoreOrder: true);
    }

    private sealed class Contract(IScriptedSourceRig rig) : ScriptedSourceContract(rig);
}
