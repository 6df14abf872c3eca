using Microsoft.AspNetCore.Authorization;

namespace IntegrationHub.Host.Security;

/// <summary>What a login may do. Viewer: read everything. Engineer: also run jobs, replay and drop. Admin: also logins and keys.</summary>
public static class Policies
{
    public const string Viewer = nameof(Viewer);
    public const string Engineer = nameof(Engineer);
    public const string Admin = nameof(Admin);

    /// <summary>The roles, weakest first; a stronger role may do all that a weaker one may.</summary>
    internal static readonly IReadOnlyList<string> Roles = [Viewer, Engineer, Admin];

    internal static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(Viewer, policy => policy.RequireRole(Viewer, Engineer, Admin));
        options.AddPolicy(Engineer, policy => policy.RequireRole(Engineer, Admin));
        options.AddPolicy(Admin, policy => policy.RequireRole(Admin));
        options.FallbackPolicy = options.DefaultPolicy = options.GetPolicy(Viewer)!;
    }
}
