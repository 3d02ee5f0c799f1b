namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to purge. Instances that have not ended are never purged.</summary>
/// <param name="CreatedFrom">Only those created at this time or later.</param>
/// <param name="CreatedTo">Only those created at this time or earlier.</param>
/// <param name="Statuses">Only those in one of these statuses.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>Gets how long to purge; what is left then stays, and the result says so.</summary>
    public TimeSpan? Timeout { get; init; }
}
