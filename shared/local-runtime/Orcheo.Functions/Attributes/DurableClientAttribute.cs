using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Supplies a <c>DurableTaskClient</c>.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; unset, the one of host.json. The local host owns one hub and refuses another name at start.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that holds the storage connection. Without meaning on the local host.</summary>
    public string? ConnectionName { get; set; }
}
