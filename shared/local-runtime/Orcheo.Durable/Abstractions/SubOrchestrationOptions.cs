namespace Microsoft.DurableTask;

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="retry">What to do when the sub-orchestration fails; <c>null</c> means that a failure is final.</param>
    /// <param name="instanceId">The instance id; <c>null</c> has one generated, the same at every replay.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry)
    {
        InstanceId = instanceId;
    }

    /// <summary>Creates options from those of a task.</summary>
    /// <param name="options">The options to copy.</param>
    /// <param name="instanceId">The instance id; <c>null</c> keeps the one that <paramref name="options"/> has, if any.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options)
    {
        InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The options to copy.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        InstanceId = options.InstanceId;
    }

    /// <summary>Gets the instance id; <c>null</c> has one generated.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Gets the version of the sub-orchestration.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
