using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.Mappings;

internal static class KindsText
{
    private static readonly SourceKinds[] All = [SourceKinds.Text, SourceKinds.Number, SourceKinds.Boolean, SourceKinds.Object, SourceKinds.List, SourceKinds.Null];

    /// <summary>What a field holds, in the reader's words: "text, number".</summary>
    internal static string Of(SourceKinds kinds, MappingTexts texts) => string.Join(texts.Comma, All.Where(kind => kinds.HasFlag(kind)).Select(texts.Kind));
}
