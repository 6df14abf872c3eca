namespace IntegrationHub.Sdk.OData;

/// <summary>Finds the name somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary><c> Did you mean 'Orders'?</c>, with the space before it; empty when nothing is near.</summary>
    public static string DidYouMean(string written, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Distance: Distance(written.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, written.Length / 3) ? $" Did you mean '{nearest.Name}'?" : "";
    }

    // Levenshtein, one row at a time
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
