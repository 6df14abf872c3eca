namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="TimedSource"/>.</summary>
public enum TimedFault
{
    None,

    /// <summary>Resumes with "later than" and so loses what has the same time.</summary>
    GoesByTimeAlone,

    /// <summary>Resumes with "later than, or same time and higher key" without looking back.</summary>
    NeverLooksBack,

    /// <summary>Goes by key, so that what is changed again stays behind it.</summary>
    GoesByKeyAlone,
}
