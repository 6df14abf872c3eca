using AutoMapper;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Api.Models;

/// <summary>Makes API models of what the queries read. All of AutoMapper that the rest of the host sees. Safe from several threads.</summary>
internal sealed class ApiModels(Secret? licenseKey, ILoggerFactory logs)
{
    private readonly IMapper _mapper = Configure(licenseKey, logs).CreateMapper();

    public TModel Of<TModel>(object row) => _mapper.Map<TModel>(row);

    /// <summary>Throws when a model has a member that nothing fills.</summary>
    internal void AssertComplete() => _mapper.ConfigurationProvider.AssertConfigurationIsValid();

    private static MapperConfiguration Configure(Secret? licenseKey, ILoggerFactory logs) => new(mapping =>
    {
        mapping.LicenseKey = licenseKey?.Reveal();
        mapping.AddProfile<ApiMapping>();
    }, logs);
}
