namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks the parameter whose source starts the function. A function has exactly one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>Initializes the attribute.</summary>
    public TriggerBindingAttribute()
    {
    }
}
