namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows beyond its own value.</summary>
public abstract class BindingContext
{
    /// <summary>The values by name: route and query values of a request, <c>instanceId</c> of an activity.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
