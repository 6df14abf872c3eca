namespace IntegrationHub.Core.Store;

/// <summary>How far a target has a sync's records, as it acknowledged them.</summary>
/// <param name="Target">The target.</param>
/// <param name="Records">Living records the hub holds for it.</param>
/// <param name="Delivered">Of these, those it acknowledged in their present version.</param>
public sealed record TargetStand(string Target, long Records, long Delivered);
