namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="DescribedSource"/>.</summary>
public enum SchemaFault
{
    None,
    ForgetsAField,
    ForgetsAFieldOfALine,
    TakesANumberForText,
    DescribesAFieldTwice,
    ChangesItsMind,
    TakesAnyEntity,
    IgnoresCancelling,
    TellsTheSecret,
}
