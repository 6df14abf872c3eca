using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>Finds the company that is to be read. One caller at a time.</summary>
internal sealed class Companies(ODataService service, string? wanted)
{
    private static readonly string[] Names = ["id", "name", "displayName"];
    private string? _id = Guid.TryParse(wanted, out var id) ? id.ToString() : null;

    /// <exception cref="SetupException">There is none of that name, or several and none is named.</exception>
    public async Task<string> IdAsync(CancellationToken cancellationToken) => _id ??= Pick(await ListAsync(cancellationToken));

    private string Pick(List<(string Id, string Name, string DisplayName)> all)
    {
        var fitting = wanted is null ? all : all.FindAll(company => company.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || company.DisplayName.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        var there = all.Count == 0 ? "There is none that this login may see." : $"There are {string.Join(", ", all.Select(company => $"'{company.Name}'"))}.";
        return fitting.Count == 1 ? fitting[0].Id
            : wanted is null ? throw new SetupException($"Company is missing: say which company is to be read. {there}")
            : fitting.Count == 0 ? throw new SetupException($"Company: there is no company '{wanted}'. {there}")
            : throw new SetupException($"Company: several companies are called '{wanted}'. Write the id of one: {string.Join(", ", fitting.Select(company => company.Id))}.");
    }

    private async Task<List<(string Id, string Name, string DisplayName)>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = service.Success(await service.GetAsync("companies", service.PathAndQuery("companies", $"$select={string.Join(',', Names)}"), "", cancellationToken));
        var page = ODataPage.Read(answer.Body, Names, answer.What);
        if (page.Next is not null)
            throw new SetupException("Company: there are more companies than fit an answer. Write the company's id.");
        return [.. page.Items.Select(item => item.Values is [{ } id, var name, var displayName] && Guid.TryParse(id, out _) ? (id, name ?? "", displayName ?? "")
            : throw new ProtocolException($"{answer.What}: a company has no id. Check {answer.Check}."))];
    }
}
