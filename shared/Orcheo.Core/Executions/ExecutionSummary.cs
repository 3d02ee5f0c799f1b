namespace Orcheo.Core.Executions;

/// <summary>An execution in a few words, without its input and output.</summary>
public sealed record ExecutionSummary
{
    /// <summary><c>exe_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The version that runs; 0 for the draft.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>How far it is.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>What started it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>What makes it a test run; null when it is none.</summary>
    public TestRun? Test { get; init; }

    /// <summary>When the start was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first node started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What a head says.</summary>
    public static ExecutionSummary Of(ExecutionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new ExecutionSummary
        {
            Id = head.Id,
            WorkflowVersion = head.WorkflowVersion,
            Status = head.Status,
            Trigger = head.Trigger,
            Test = head.Test,
            CreatedAt = head.CreatedAt,
            StartedAt = head.StartedAt,
            CompletedAt = head.CompletedAt,
        };
    }
}
