namespace IntegrationHub.Host.Security;

/// <summary>Someone who may sign in. The stamp changes with password and role; a session with an older stamp has ended.</summary>
internal sealed record Login
{
    public required int No { get; init; }
    public required string Name { get; init; }
    public required string Role { get; init; }
    public required string PasswordHash { get; init; }
    public required Guid Stamp { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DisabledAt { get; init; }
}
