namespace DemoCrm.Dialects.Salesforce;

/// <summary>How bulk jobs go in a test.</summary>
public sealed class SalesforceBulkPlan
{
    /// <summary>A job is looked at so often before it is done.</summary>
    public int LooksUntilDone { get; set; } = 2;

    /// <summary>A job processes so many rows and then fails; null: it processes all.</summary>
    public int? FailsAfter { get; set; }
}
