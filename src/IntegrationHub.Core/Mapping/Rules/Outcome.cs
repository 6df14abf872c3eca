namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>What came of filling a field.</summary>
internal enum Outcome : byte
{
    /// <summary>The record has nothing for it.</summary>
    Absent,
    Present,

    /// <summary>It cannot be mapped; the reason is among the workspace's issues.</summary>
    Refused,
}
