using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Declares the function as an activity. The parameter receives the input, read from JSON.</summary>
/// <remarks>An activity runs at least once.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; unset, it is the function's name.</summary>
    public string? Activity { get; set; }
}
