namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of every attribute that ties a method or a parameter to something the host supplies.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>Initializes the attribute.</summary>
    public BindingAttribute()
    {
    }
}
