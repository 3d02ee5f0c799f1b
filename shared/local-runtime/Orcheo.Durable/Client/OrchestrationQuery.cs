namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to list.</summary>
/// <param name="CreatedFrom">Only those created at this time or later.</param>
/// <param name="CreatedTo">Only those created at this time or earlier.</param>
/// <param name="Statuses">Only those in one of these statuses.</param>
/// <param name="TaskHubNames">Only those in one of these task hubs.</param>
/// <param name="InstanceIdPrefix">Only those whose id begins like this.</param>
/// <param name="PageSize">How many a page holds.</param>
/// <param name="FetchInputsAndOutputs">Whether payloads are read too.</param>
/// <param name="ContinuationToken">Where to begin.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>How many instances a page holds when nothing else is said.</summary>
    public const int DefaultPageSize = 100;
}
