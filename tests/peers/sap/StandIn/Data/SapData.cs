using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using SapStandIn.Metadata;

namespace SapStandIn.Data;

/// <summary>All entity sets of all services, by name; filled with the seeded data, or empty.</summary>
public sealed class SapData
{
    private readonly Dictionary<string, SapTable> _tables = EdmService.All.SelectMany(service => service.Sets.Values).ToDictionary(set => set.Name, set => new SapTable(set));

    private SapData() { }

    public SapTable this[string set] => _tables[set];

    public static SapData Empty() => new();

    /// <summary>The small data set that travels with the stand-in.</summary>
    public static SapData Seeded() => Read(Seed());

    /// <summary>What <c>seed.mjs</c> wrote into a folder.</summary>
    /// <exception cref="InvalidDataException">A row does not fit the metadata.</exception>
    public static SapData FromFolder(string folder)
    {
        using var archive = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, archive);
        archive.Position = 0;
        return Read(archive);
    }

    /// <summary>What a sync of the seeded data must show.</summary>
    public static JsonDocument Truth()
    {
        using var archive = new ZipArchive(Seed());
        using var truth = archive.GetEntry("truth.json")!.Open();
        return JsonDocument.Parse(truth);
    }

    private static Stream Seed() => Assembly.GetExecutingAssembly().GetManifestResourceStream("data.zip")!;

    private static SapData Read(Stream seed)
    {
        var data = new SapData();
        using var archive = new ZipArchive(seed);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains('/') && entry.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            using var rows = JsonDocument.Parse(stream);
            var table = data[Path.GetFileNameWithoutExtension(entry.Name)];
            foreach (var row in rows.RootElement.EnumerateArray())
                table.Put(RowOf(table.Set, row));
        }

        return data;
    }

    /// <exception cref="InvalidDataException">It does not fit the metadata.</exception>
    public static SapRow RowOf(EdmEntitySet set, JsonElement json)
    {
        try
        {
            return new SapRow(set, json.EnumerateObject().Where(value => !value.Name.StartsWith("__", StringComparison.Ordinal) && !set.Navigations.ContainsKey(value.Name))
                .ToDictionary(value => value.Name, value => EdmValue.FromJson(set.Properties[value.Name], value.Value)));
        }
        catch (Exception wrong) when (wrong is FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{set.Name}: {wrong.Message}", wrong);
        }
    }
}
