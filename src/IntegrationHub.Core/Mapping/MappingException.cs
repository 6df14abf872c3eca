namespace IntegrationHub.Core.Mapping;

/// <summary>Mappings that cannot be compiled. Carries everything that is wrong with all of them, not only the first.</summary>
public sealed class MappingException(IReadOnlyList<Lint> lints) : Exception(string.Join(Environment.NewLine, lints))
{
    public IReadOnlyList<Lint> Lints { get; } = lints;
}
