namespace DemoCrm.Dialects.Salesforce;

/// <summary>A field of an sObject, in the words of its describe result.</summary>
/// <param name="Name">Its API name.</param>
/// <param name="Type"><c>id</c>, <c>string</c>, <c>double</c>, <c>date</c>, <c>datetime</c>, <c>boolean</c>, <c>picklist</c>, <c>email</c>, <c>phone</c> or <c>reference</c>.</param>
internal sealed record SalesforceField(string Name, string Type)
{
    public int Length { get; init; }
    public int Precision { get; init; }
    public int Scale { get; init; }
    public bool IsExternalId { get; init; }
    public bool IsUnique { get; init; }
    public bool IsRequired { get; init; }
    public bool IsWritable { get; init; } = true;

    /// <summary>For a picklist that takes nothing else.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>For a reference: the object, the name under which that object lists these records, and whether it takes them along when it is deleted (master-detail).</summary>
    public string? RefersTo { get; init; }

    public string? ChildRelationship { get; init; }

    public bool IsMaster { get; init; }
}
