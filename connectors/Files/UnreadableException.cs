namespace IntegrationHub.Connectors.Files;

/// <summary>A file is there, but nothing in it can be read: it is no workbook, is protected, or is damaged. The message names the file and says what to do.</summary>
internal sealed class UnreadableException(string message, Exception? inner = null) : Exception(message, inner);
