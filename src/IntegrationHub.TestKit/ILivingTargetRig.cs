using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>What <see cref="LivingTargetContract"/> and <see cref="ListedTargetContract"/> need besides: people who work in the other system by hand.</summary>
public interface ILivingTargetRig : ITargetRig
{
    /// <summary>A field of <see cref="IUpsertRig.Fields"/> with a text that records can be found by.</summary>
    string SearchedField { get; }

    /// <summary>Somebody adds a record with the fields of this number, first version, and no external key. Each call adds one, also with a number that is there already.</summary>
    /// <returns>Its id.</returns>
    Task<string> AddAsync(int number);

    /// <summary>Somebody deletes a record.</summary>
    Task RemoveAsync(string id);

    /// <summary>Somebody merges a record into another, which is left.</summary>
    /// <returns>False, and nothing done: this system does not merge, or does not tell what into.</returns>
    Task<bool> MergeAsync(string id, string into);
}

/// <summary>What <see cref="PreparedTargetContract"/> needs besides: something that is not there yet.</summary>
public interface IPreparedTargetRig : ITargetRig
{
    /// <summary>The name of an object that the server does not have.</summary>
    string UnknownEntity { get; }

    /// <summary>Fields that <see cref="IUpsertRig.Entity"/> does not have on the server yet; at least one.</summary>
    IReadOnlyList<NeededField> Missing { get; }

    /// <summary>False: this system cannot keep a field's values unique, so that the target looks before it creates.</summary>
    bool KeepsKeysUnique => true;
}
