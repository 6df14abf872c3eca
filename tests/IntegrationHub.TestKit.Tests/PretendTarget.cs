using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit.Tests;

/// <summary>A target that keeps the contract, but for one flaw.</summary>
internal sealed class PretendTarget(PretendCrm crm, string secret, bool refused, TargetFlaw flaw, ILogger log) : ITarget
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (flaw == TargetFlaw.CheckAlwaysFails)
            throw new TransientException("Never well.");
        if (refused && flaw != TargetFlaw.ChecksWithoutCredentials)
            throw Refusal();
        await HangAsync(crm.Strike(), cancellationToken);
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        if (flaw == TargetFlaw.TellsTheSecretInTheLog)
            LogSecret(log, secret, null);
        if (refused)
            throw Refusal();
        if (batch.Count == 0)
            return [];
        var fault = crm.Strike();
        await HangAsync(fault, cancellationToken);
        if (Stopped(fault, batch.Count) is { } answers)
            return answers;
        List<DeliveryResult> results = [.. batch.Select(Write)];
        if (fault == TargetFault.LostAnswer && flaw != TargetFlaw.TakesALostAnswerForSuccess)
            throw new TransientException("The answer was lost.");
        if (flaw == TargetFlaw.AnswersInAnotherOrder)
            results.Reverse();
        if (flaw == TargetFlaw.AnswersOneTooFew)
            results.RemoveAt(0);
        return results;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static readonly Action<ILogger, string, Exception?> LogSecret =
        LoggerMessage.Define<string>(LogLevel.Debug, new EventId(1), "Signing in with {Secret}");

    private Task HangAsync(TargetFault? fault, CancellationToken cancellationToken) => fault != TargetFault.Hang
        ? Task.CompletedTask
        : Task.Delay(Timeout.Infinite, flaw == TargetFlaw.IgnoresCancellation ? CancellationToken.None : cancellationToken);

    private List<DeliveryResult>? Stopped(TargetFault? fault, int count) => fault switch
    {
        TargetFault.TooManyRequests => flaw == TargetFlaw.TakesBusyForARefusal
            ? All(count, new DeliveryResult.Rejected("too busy"))
            : throw new TransientException("Too busy.", flaw == TargetFlaw.ForgetsTheWait ? null : TargetContract.Wait),
        TargetFault.Failure => flaw == TargetFlaw.TakesFailureForARefusal
            ? All(count, new DeliveryResult.Rejected("failed"))
            : throw new TransientException("Failed."),
        TargetFault.Nonsense => flaw == TargetFlaw.TakesNonsenseForSuccess
            ? All(count, new DeliveryResult.Delivered("?"))
            : throw new ProtocolException("Nonsense."),
        _ => null,
    };

    private static List<DeliveryResult> All(int count, DeliveryResult result) => [.. Enumerable.Repeat(result, count)];

    private DeliveryResult Write(Delivery delivery)
    {
        if (flaw == TargetFlaw.ChangesTheFields)
            delivery.Fields["externalId"] = delivery.ExternalKey;
        if (delivery.Change == ChangeKind.Deleted)
            return Delete(delivery);
        if (delivery.Fields.ContainsKey(PretendRig.Poison))
            return Refuse(delivery.Fields);
        var there = crm.Find(delivery.ExternalKey);
        if (there.Count == 0 || flaw == TargetFlaw.AlwaysCreates || (flaw == TargetFlaw.CreatesWhatMayExist && delivery.MayExist))
            return new DeliveryResult.Delivered(crm.Create(delivery.ExternalKey, delivery.Fields));
        if (flaw != TargetFlaw.NeverChangesWhatIsThere)
            crm.Change(there[0].Id, delivery.Fields);
        return new DeliveryResult.Delivered(there[0].Id);
    }

    private DeliveryResult Delete(Delivery delivery)
    {
        var deleted = flaw == TargetFlaw.NeverDeletes || crm.Delete(delivery.ExternalKey);
        return deleted || flaw != TargetFlaw.RefusesToDeleteTheUnknown
            ? new DeliveryResult.Delivered(delivery.RemoteId ?? "")
            : new DeliveryResult.Rejected("not there");
    }

    private DeliveryResult Refuse(JsonObject fields) => flaw switch
    {
        TargetFlaw.OnePoisonedRecordStopsTheBatch => throw new ProtocolException("A record was refused."),
        TargetFlaw.TakesARefusalForSuccess => new DeliveryResult.Delivered("?"),
        TargetFlaw.TellsValuesInAReason => new DeliveryResult.Rejected($"'{fields[PretendRig.Poison]}' is not allowed"),
        _ => new DeliveryResult.Rejected("refused"),
    };

    private ConnectorException Refusal() => flaw switch
    {
        TargetFlaw.TakesWrongCredentialsForATransientProblem => new TransientException("Not let in."),
        TargetFlaw.TellsTheSecretWhenRefused => new AccessException($"The token {secret} is wrong."),
        _ => new AccessException("The token is wrong."),
    };
}
