using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How an orchestration is started by a client.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="InstanceId">The instance id; <c>null</c> has a random one generated.</param>
    /// <param name="StartAt">When to start; <c>null</c> means at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The options to copy.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>Gets the instance id; <c>null</c> has a random one generated.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Gets when to start; <c>null</c> means at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Gets the labels of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary.Create<string, string>();

    /// <summary>Gets the version of the orchestration.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Gets the statuses in which an existing instance with the same id refuses the start.</summary>
    /// <remarks>
    /// An existing instance in another status is replaced, after being terminated when it is still running. An empty list lets every
    /// instance be replaced; <c>null</c> refuses the start while the existing instance is not finished.
    /// </remarks>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
