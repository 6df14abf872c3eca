using System.Security.Claims;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Admin;

internal static class Operators
{
    /// <summary>Whether this login may run jobs and settle parked records; the posts themselves ask the policy.</summary>
    internal static bool MayOperate(this ClaimsPrincipal user) => user.IsInRole(Policies.Engineer) || user.IsInRole(Policies.Admin);
}
