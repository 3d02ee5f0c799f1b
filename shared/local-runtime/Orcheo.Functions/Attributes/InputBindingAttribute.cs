namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a parameter that the host supplies in addition to the trigger.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>Initializes the attribute.</summary>
    public InputBindingAttribute()
    {
    }
}
