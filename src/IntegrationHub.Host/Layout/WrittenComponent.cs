using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace IntegrationHub.Host.Layout;

/// <summary>
/// A component without components inside that is written once, as text (<see cref="FragmentHtml"/>): for what is many times on a page,
/// or has many elements.
/// </summary>
public abstract class WrittenComponent : IComponent
{
    [ThreadStatic] private static FragmentHtml? s_html;

    private RenderHandle _handle;

    void IComponent.Attach(RenderHandle renderHandle) => _handle = renderHandle;

    Task IComponent.SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        OnParametersSet();
        _handle.Render(Write);
        return Task.CompletedTask;
    }

    /// <summary>Before rendering; parameters are set.</summary>
    protected virtual void OnParametersSet() { }

    /// <summary>What the component's .razor file says.</summary>
    protected virtual void BuildRenderTree(RenderTreeBuilder __builder) { }

    private void Write(RenderTreeBuilder page) => (s_html ??= new FragmentHtml(Pages.Encoder)).Write(BuildRenderTree, page);
}
