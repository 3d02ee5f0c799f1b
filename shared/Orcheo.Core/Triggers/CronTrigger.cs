using System.Text.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Triggers;

/// <summary>A cron trigger as it is stored: what its owner has set, and what has become of it.</summary>
public sealed record CronTrigger
{
    /// <summary><c>cron_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The workflow that it starts.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>
    /// The version that it starts, as its owner named it: a number, <c>latest</c> or <c>draft</c>; null for the latest finalized one, else
    /// the draft.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>The schedule as its owner wrote it.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA name of the time zone in which the schedule is meant.</summary>
    public required string Timezone { get; init; }

    /// <summary>What becomes of times that were missed.</summary>
    public MisfirePolicy MisfirePolicy { get; init; }

    /// <summary>Whether it fires at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What the executions get as input; null for none.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts its owner's changes; firing does not change it, so that an ETag survives it.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Counts how often it was moved on; its owner's changes do not. Of hosts that fired at once, it tells the later one to leave it.</summary>
    public long Turn { get; init; }

    /// <summary>Since when its schedule counts: it was created, enabled or given another schedule then.</summary>
    public DateTimeOffset ScheduledSince { get; init; }

    /// <summary>The next time; null when it is disabled, has no further time or its workflow is gone. Exactly then it has no due row.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The latest time of the schedule that started an execution.</summary>
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>The latest time of the schedule that was dealt with: started, refused or missed.</summary>
    public DateTimeOffset? LastScheduledAt { get; init; }

    /// <summary>The execution that it started last.</summary>
    public string? LastExecutionId { get; init; }

    /// <summary>Why its last time started nothing; null when it did.</summary>
    public RunError? LastError { get; init; }

    /// <summary>How many times of the schedule have started an execution.</summary>
    public long FireCount { get; init; }

    /// <summary>How many times of the schedule were missed and dropped.</summary>
    public long MissedCount { get; init; }
}

/// <summary>What becomes of times that a trigger missed because nothing was running.</summary>
public enum MisfirePolicy
{
    /// <summary>They are dropped; it goes on with the next regular time.</summary>
    Skip,

    /// <summary>They are started all, oldest first, up to a limit.</summary>
    Queue,
}
