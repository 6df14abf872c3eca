using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Who calls, how that is proved, and what the calls are about.</summary>
public sealed class WebhookOptions
{
    /// <summary>How a caller proves who it is.</summary>
    public WebhookAuthOptions Auth { get; set; } = new();

    /// <summary>What can be called, by name: <c>/hooks/&lt;connection&gt;/&lt;name&gt;</c>. With one only, the name can be left out of the address.</summary>
    [MinLength(1)]
    public Dictionary<string, WebhookEntityOptions> Entities { get; set; } = [];

    /// <summary>A larger body is refused unread.</summary>
    [Range(1, 65_536)]
    public int MaxBodyKiB { get; set; } = 1024;

    /// <summary>Calls per second from one address; more are asked to wait.</summary>
    [Range(1, 10_000)]
    public int CallsPerSecond { get; set; } = 50;

    /// <summary>The name in the query with which a sender asks whether we are there; its value is sent back. Business Central: <c>validationToken</c>.</summary>
    public string? Handshake { get; set; }
}

/// <summary>One thing that can be called.</summary>
public sealed class WebhookEntityOptions : IValidatableObject
{
    /// <summary>What a call does.</summary>
    public WebhookMode Mode { get; set; } = WebhookMode.Push;

    /// <summary>For Trigger: the syncs that run earlier, <c>erp/Orders</c>.</summary>
    public List<string> Triggers { get; set; } = [];

    /// <summary>How long a sync waits for more calls before it runs, so that a thousand calls make a few runs.</summary>
    [Range(0, 3600)]
    public int DebounceSeconds { get; set; } = 2;

    /// <summary>For Push: where in the body the records are, names parted by dots; empty: the body is the record, or the list of them.</summary>
    public string Records { get; set; } = "";

    /// <summary>For Push: the record's key, names parted by dots; several are joined by a slash: <c>company.code/number</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>For Push: a number or a time stamp in the record that grows with each change; an older state than the last one is dropped. Left out: the later call holds.</summary>
    public string? Version { get; set; }

    /// <summary>For Push: where a record, or a header of the call (<c>header:X-Shopify-Topic</c>), says that it is gone.</summary>
    public string? DeletedField { get; set; }

    /// <summary>The values of <see cref="DeletedField"/> that say so.</summary>
    public List<string> DeletedValues { get; set; } = ["true"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode == WebhookMode.Push && string.IsNullOrWhiteSpace(Key))
            yield return new("is missing; records that are pushed need a key", [nameof(Key)]);
        if (Mode == WebhookMode.Trigger && Triggers.Count == 0)
            yield return new("is empty; name the syncs that a call starts, such as erp/Orders", [nameof(Triggers)]);
    }
}

/// <summary>What a call does.</summary>
public enum WebhookMode
{
    /// <summary>It brings records, which go the way of all records.</summary>
    Push,

    /// <summary>It says that there is something new; what that is, the named syncs read.</summary>
    Trigger,
}
