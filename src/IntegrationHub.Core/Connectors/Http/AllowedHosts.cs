using System.Collections;
using System.Reflection;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>
/// The hosts a connection's requests may go to: those its settings name. Every address in the connector's options counts, defaults and computed properties
/// included, with its port; and what <c>Http:AllowedHosts</c> lists.
/// </summary>
internal sealed class AllowedHosts
{
    private const int Deepest = 8;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _listed;

    internal AllowedHosts(IEnumerable<object?> options, IReadOnlyCollection<string> listed)
    {
        _listed = [.. listed];
        foreach (var one in options)
            Collect(one, depth: 0);
    }

    internal bool Allows(Uri address) => _hosts.Contains(Place(address)) || _listed.Exists(listed => Matches(listed, address));

    /// <summary>Whether a host is named by <c>api.example.com</c>, <c>api.example.com:8443</c> or <c>*.example.com</c>.</summary>
    internal static bool Matches(string listed, Uri address)
    {
        if (listed.StartsWith("*.", StringComparison.Ordinal))
            return address.IdnHost.EndsWith(listed[1..], StringComparison.OrdinalIgnoreCase);
        return Uri.TryCreate($"{address.Scheme}://{listed}", UriKind.Absolute, out var named)
            && (listed.Contains(':', StringComparison.Ordinal) ? Place(named) == Place(address) : named.IdnHost.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase));
    }

    private static string Place(Uri address) => $"{address.IdnHost}:{address.Port}";

    private void Collect(object? value, int depth)
    {
        switch (value)
        {
            case null or Sdk.Secret:
                break;
            case Uri address:
                Add(address);
                break;
            case string text:
                if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(text, UriKind.Absolute, out var written))
                    Add(written);
                break;
            case IDictionary named:
                foreach (var one in named.Values)
                    Collect(one, depth + 1);
                break;
            case IEnumerable list:
                foreach (var one in list)
                    Collect(one, depth + 1);
                break;
            default:
                if (depth < Deepest && value.GetType() is { IsPrimitive: false, IsEnum: false } type && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
                    foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
                        Collect(property.GetValue(value), depth + 1);
                break;
        }
    }

    private void Add(Uri address)
    {
        if (address is { IsAbsoluteUri: true, Scheme: "http" or "https" })
            _hosts.Add(Place(address));
    }
}
