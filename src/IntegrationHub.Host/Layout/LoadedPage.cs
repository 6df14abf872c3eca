using Microsoft.AspNetCore.Components;

namespace IntegrationHub.Host.Layout;

/// <summary>A page that is rendered once, when what it shows has been read; a component by itself would be rendered before, too.</summary>
public abstract class LoadedPage : ComponentBase
{
    [CascadingParameter] public HttpContext Context { get; set; } = null!;

    /// <summary>The request's: ends when the reader goes away.</summary>
    protected CancellationToken Aborted => Context.RequestAborted;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Reads what the page shows. Parameters are set.</summary>
    protected abstract Task LoadAsync();
}
