using System.Net;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Descriptions of objects, each asked for once for as long as a target is open.</summary>
internal sealed class SObjects(SalesforceApi api)
{
    private readonly Dictionary<string, SObject?> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An object; null when there is none of this name, or the user may not see it.</summary>
    public async Task<SObject?> FindAsync(string entity, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(entity, out var known))
            return known;
        var answer = await api.SendAsync(HttpMethod.Get, "description of " + entity, $"sobjects/{Uri.EscapeDataString(entity)}/describe", body: null, cancellationToken);
        return _known[entity] = answer.Status == HttpStatusCode.NotFound ? null : answer.IsSuccess ? new SObject(answer) : throw SalesforceApi.Failure(answer);
    }

    /// <exception cref="SetupException">There is none of this name.</exception>
    public async Task<SObject> NeededAsync(string entity, CancellationToken cancellationToken) =>
        await FindAsync(entity, cancellationToken) ?? throw new SetupException($"The org has no object '{entity}', or the integration user may not see it. Deploy the package (README), or mend to.object in the mapping.");

    /// <summary>An object that was asked for before.</summary>
    public SObject? Known(string entity) => _known.GetValueOrDefault(entity);

    /// <summary>Forgets what was asked for, since somebody is changing it.</summary>
    public void Forget() => _known.Clear();
}
