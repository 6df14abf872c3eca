namespace IntegrationHub.Host.Texts;

/// <summary>The languages every page speaks.</summary>
public enum Language
{
    English,
    Japanese,
}
