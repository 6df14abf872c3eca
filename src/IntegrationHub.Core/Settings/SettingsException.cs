namespace IntegrationHub.Core.Settings;

/// <summary>One thing that is wrong with the settings, in words for whoever wrote them.</summary>
/// <param name="Place">Where: <c>appsettings.json Connections:northwind:Connector</c>.</param>
/// <param name="What">What is wrong, and what would be right.</param>
public sealed record SettingsProblem(string Place, string What)
{
    public override string ToString() => $"{Place}: {What}";
}

/// <summary>The settings cannot work. Carries all that is wrong with them, not just the first.</summary>
public sealed class SettingsException(IReadOnlyList<SettingsProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<SettingsProblem> Problems { get; } = problems;
}
