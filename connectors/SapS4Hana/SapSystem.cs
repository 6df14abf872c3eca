using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>The system's services, and what each says of itself; read once per run. Used by one caller at a time.</summary>
internal sealed class SapSystem(SapOptions options, ConnectorServices services)
{
    private readonly ApiClient _api = new(services, services.Authorized(options.Auth));
    private readonly Dictionary<string, ODataService> _services = [];
    private readonly Dictionary<string, ODataModel> _models = [];

    public ODataService Service(string name)
    {
        if (_services.TryGetValue(name, out var known))
            return known;
        var path = options.Services.GetValueOrDefault(name, SapEntities.Services[name]);
        var parameters = new Dictionary<string, string> { ["sap-language"] = options.Language.ToUpperInvariant() };
        if (options.Client is { } client)
            parameters["sap-client"] = client;
        return _services[name] = new ODataService(new Uri(options.BaseUrl!, path.TrimEnd('/')), _api)
        {
            Headers = new Dictionary<string, string> { ["Accept-Language"] = options.Language.ToLowerInvariant() },
            Parameters = parameters,
            Check = $"BaseUrl, Client and Services:{name}",
        };
    }

    /// <exception cref="ConnectorException">The service cannot be reached, or gives no description.</exception>
    public async Task<ODataModel> ModelAsync(string service, CancellationToken cancellationToken)
    {
        if (_models.TryGetValue(service, out var known))
            return known;
        var path = Service(service).PathAndQuery("/$metadata");
        return _models[service] = ODataModel.Read((await GetAsync(service, "$metadata", path, cancellationToken)).Body, $"GET $metadata of {service}");
    }

    /// <summary>Asks a service; what SAP refuses is told in its own words.</summary>
    /// <exception cref="ConnectorException">There is no answer, or none that helps.</exception>
    public async Task<ApiAnswer> GetAsync(string service, string subject, string below, CancellationToken cancellationToken)
    {
        var answer = subject == "$metadata" ? await XmlAsync(service, subject, below, cancellationToken) : await Service(service).GetAsync(subject, below, "", cancellationToken);
        // an inactive service is answered with 403, as if the user were not allowed in
        if ((int)answer.Status is 403 or 404 && ODataError.Read(answer.Body) is { Code: "/IWFND/MED/170" or "/IWFND/MED/171" } missing)
            throw new SetupException($"{answer.What}: the service is not active ({missing.Code}). Activate {service} in transaction /IWFND/MAINT_SERVICE or by its communication scenario, or set Services:{service} to where it is.");
        return Service(service).Success(answer);
    }

    private async Task<ApiAnswer> XmlAsync(string service, string subject, string below, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Service(service).Links.At(below));
        request.Headers.Accept.ParseAdd("application/xml");
        request.Headers.TryAddWithoutValidation("Accept-Language", options.Language.ToLowerInvariant());
        return await _api.SendAsync(subject, request, $"BaseUrl, Client and Services:{service}", cancellationToken);
    }
}
