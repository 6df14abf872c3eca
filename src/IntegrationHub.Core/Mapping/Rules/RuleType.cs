namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>What a rule gives, as far as it is known when a mapping is compiled.</summary>
internal enum RuleType
{
    /// <summary>A single value as it stands in the record: a text, a number, true or false.</summary>
    Any,
    Text,
    Number,
    Boolean,

    /// <summary>A business date, without a time zone.</summary>
    Date,

    /// <summary>A point in time, UTC.</summary>
    Instant,

    /// <summary>What OData V2 writes for both dates and instants: the field it goes to decides.</summary>
    DateOrInstant,
}
