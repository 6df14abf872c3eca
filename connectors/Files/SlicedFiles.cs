using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Files;

/// <summary>Part of an entity's records: the files are read to their end all the same, and only these are given.</summary>
internal sealed class SlicedFiles
{
    private readonly Slice _slice;
    private readonly HashSet<string>? _keys;
    private readonly CountedFields _fields;

    /// <exception cref="SetupException">The entity's files cannot be read in part, or not by this.</exception>
    public SlicedFiles(string entity, EntityOptions settings, Slice slice)
    {
        if (settings.Incoming is not null)
            throw new SetupException($"{entity}: files that come are read once and then lie in the archive. Put a file back to have it read again; unchanged records cost nothing.");
        if (slice.Kinds.HasFlag(SliceKinds.KeyRange))
            throw new SetupException($"{entity}: files cannot be read by a range of keys.");
        if (slice.Kinds.HasFlag(SliceKinds.Company) && settings.Company is null)
            throw new SetupException($"{entity}: to read one company, say in Entities:{entity}:Company which column has it.");
        if (slice.Kinds.HasFlag(SliceKinds.Dates) && settings.BusinessDate is null)
            throw new SetupException($"{entity}: to read a range of dates, say in Entities:{entity}:BusinessDate which column has the date.");
        (_slice, _keys) = (slice, slice.Keys?.ToHashSet(StringComparer.Ordinal));
        _fields = new() { Company = slice.Company is null ? null : settings.Company, Day = slice.Kinds.HasFlag(SliceKinds.Dates) ? settings.BusinessDate : null, DayFormat = settings.BusinessDateFormat };
        Print = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(slice)), 0, 8);
    }

    /// <summary>Tells slices apart in positions.</summary>
    public string Print { get; }

    public static SliceKinds KindsOf(EntityOptions settings) => settings.Incoming is not null ? SliceKinds.None
        : SliceKinds.Keys | (settings.Company is null ? 0 : SliceKinds.Company) | (settings.BusinessDate is null ? 0 : SliceKinds.Dates);

    /// <summary>What of a batch is in the slice. What could not be read is the live sync's business.</summary>
    public SourceBatch Of(SourceBatch batch) => batch with { Records = [.. batch.Records.Where(IsIn)], Broken = [], ReadWhole = [] };

    private bool IsIn(SourceRecord record)
    {
        if (_keys?.Contains(record.Key) == false)
            return false;
        if (_slice.Company is null && _slice.From is null && _slice.To is null)
            return true;
        var counted = _fields.Of(record.Json);
        return (_slice.Company is null || counted.Company == _slice.Company)
            && (counted.Day is { } day ? (_slice.From is null || day >= _slice.From) && (_slice.To is null || day <= _slice.To) : _slice.From is null);
    }
}
