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
    private readonly object?[] _options;
    private readonly List<string> _listed;
    private volatile HashSet<string> _hosts;

    internal AllowedHosts(IEnumerable<object?> options, IReadOnlyCollection<string> listed)
    {
        (_options, _listed) = ([.. options], [.. listed]);
        _hosts = Collected();
    }

    internal bool Allows(Uri address) => _hosts.Contains(Place(address)) || _listed.Exists(listed => Matches(listed, address))
        || (_hosts = Collected()).Contains(Place(address));   // a connector may have completed its options when it was opened

    /// <summary>Whether a host is named by <c>api.example.com</c>, <c>api.example.com:8443</c> or <c>*.example.com</c>.</summary>
    internal static bool Matches(string listed, Uri address)
    {
        if (listed.StartsWith("*.", StringComparison.Ordinal))
            return address.IdnHost.EndsWith(listed[1..], StringComparison.OrdinalIgnoreCase);
        return Uri.TryCreate($"{address.Scheme}://{listed}", UriKind.Absolute, out var named)
            && (listed.Contains(':', StringComparison.Ordinal) ? Place(named) == Place(address) : named.IdnHost.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase));
    }

    private static string Place(Uri address) => $"{address.IdnHost}:{address.Port}";

    private HashSet<string> Collected()
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in _options)
            Collect(one, depth: 0, hosts);
        return hosts;
    }

    private static void Collect(object? value, int depth, HashSet<string> hosts)
    {
        switch (value)
        {
            case null or Sdk.Secret:
                break;
            case Uri address:
                Add(address, hosts);
                break;
            case string text:
                if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(text, UriKind.Absolute, out var written))
                    Add(written, hosts);
                break;
            case IDictionary named:
                foreach (var one in named.Values)
                    Collect(one, depth + 1, hosts);
                break;
            case IEnumerable list:
                foreach (var one in list)
                    Collect(one, depth + 1, hosts);
                break;
            default:
                if (depth < Deepest && value.GetType() is { IsPrimitive: false, IsEnum: false } type && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
                    foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
                        Collect(property.GetValue(value), depth + 1, hosts);
                break;
        }
    }

    private static void Add(Uri address, HashSet<string> hosts)
    {
        if (address is { IsAbsoluteUri: true, Scheme: "http" or "https" })
            hosts.Add(Place(address));
    }
}
