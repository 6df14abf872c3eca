using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Quota;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub quota</c>: how many calls the accounts of the outside systems have left.</summary>
internal static class QuotaVerb
{
    internal static Command Create() => Verb.Named("quota", "Shows how many calls each account has used of its day, and whether the rest will do.").Does(async (_, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var accounts = await session.Catalog.QuotasAsync(cancellationToken);
        terminal.Answer(accounts, () =>
        {
            if (accounts.Count == 0)
                terminal.Say("Nobody limits an account: no connection has a Quota in the settings, and no vendor has named a limit.");
            else
                terminal.Table(["Account", "Connections", "Used", "By others", "Hub stops at", "Limit", "Counted anew", "Forecast"], accounts.Select(RowOf));
        });
        return ExitCode.Ok;
    });

    private static IReadOnlyList<string> RowOf(AccountQuota account) =>
    [
        account.Account, string.Join(", ", account.Connections), Number(account.Used), Number(account.Others), Number(account.Stop), Number(account.Limit), Time(account.ResetsAt),
        account switch
        {
            { BlockedUntil: { } until } => $"asked to wait until {Time(until)}",
            { Limit: null } => "no limit known",
            { ExhaustedAt: not null } when account.Used >= account.Stop => "used up",
            { ExhaustedAt: { } at } => $"used up at {Time(at)}",
            _ => "enough",
        },
    ];

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
