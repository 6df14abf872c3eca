namespace IntegrationHub.Core.Store;

/// <summary>The store cannot be used as it is set up. The message is one or two sentences for the operator: what is wrong and what to do.</summary>
public sealed class StoreSetupException(string message, Exception? inner = null) : Exception(message, inner);
