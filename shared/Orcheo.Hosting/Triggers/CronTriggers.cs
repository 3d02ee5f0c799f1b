using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Triggers;

/// <summary>What a trigger's owner sets.</summary>
public sealed record CronTriggerSettings
{
    /// <summary>The workflow to start.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>The version to start: a number, <c>latest</c> or <c>draft</c>; null for the latest finalized one, else the draft.</summary>
    public string? Version { get; init; }

    /// <summary>The schedule.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA time zone of the schedule.</summary>
    public required string Timezone { get; init; }

    /// <summary>What becomes of missed times.</summary>
    public MisfirePolicy MisfirePolicy { get; init; }

    /// <summary>Whether it fires.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The input of its executions; null for none.</summary>
    public System.Text.Json.JsonElement? Input { get; init; }
}

/// <summary>What a backfill did.</summary>
/// <param name="Started">How many times it has started.</param>
/// <param name="Skipped">How many it passed over, because they had run.</param>
/// <param name="ExecutionIds">The executions that it has started, oldest time first.</param>
public sealed record CronBackfill(int Started, int Skipped, IReadOnlyList<string> ExecutionIds);

/// <summary>The rules of cron triggers: creating, changing, making up for what was missed.</summary>
public sealed class CronTriggers(CronTriggerStore store, CronStarts starts, WorkflowStore workflows, TimeProvider time)
{
    /// <summary>The most times that one backfill starts.</summary>
    public const int MaxBackfill = 1000;

    private const int BackfillParallelism = 16;

    /// <summary>Stores a new trigger; it is due at the next time of its schedule.</summary>
    /// <exception cref="OrcheoException">The schedule, the zone, the workflow or the version is not one.</exception>
    public async Task<Versioned<CronTrigger>> CreateAsync(string tenant, CronTriggerSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = time.GetUtcNow();
        var trigger = Apply(settings, new CronTrigger
        {
            Id = OrcheoId.New(OrcheoId.Cron, now),
            WorkflowId = settings.WorkflowId,
            Cron = settings.Cron,
            Timezone = settings.Timezone,
            CreatedAt = now,
            UpdatedAt = now,
        });
        trigger = trigger with { ScheduledSince = now, NextFireAt = FirstAfter(trigger, now) };
        await RequireTargetAsync(tenant, settings, cancellationToken);
        return await store.CreateAsync(tenant, trigger, cancellationToken);
    }

    /// <summary>
    /// Changes a trigger. While its schedule stays the same so does its next time: a time that is due already is not lost.
    /// </summary>
    /// <returns>The trigger as it now is; null when it has changed since <paramref name="current"/> was read.</returns>
    /// <exception cref="OrcheoException">The schedule, the zone, the workflow or the version is not one.</exception>
    public async Task<Versioned<CronTrigger>?> UpdateAsync(
        string tenant, Versioned<CronTrigger> current, CronTriggerSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = time.GetUtcNow();
        var before = current.Value;
        var trigger = Apply(settings, before) with { UpdatedAt = now, Revision = before.Revision + 1 };
        var keeps = before.NextFireAt is not null && before.Cron == trigger.Cron && before.Timezone == trigger.Timezone && trigger.Enabled;
        trigger = keeps ? trigger : trigger with { ScheduledSince = now, NextFireAt = FirstAfter(trigger, now) };
        if (before.WorkflowId != settings.WorkflowId || before.Version != settings.Version)
        {
            await RequireTargetAsync(tenant, settings, cancellationToken);
        }

        return await store.ReplaceAsync(tenant, current, trigger, cancellationToken);
    }

    /// <summary>Starts the times from one moment on until before another that have not been started.</summary>
    /// <exception cref="OrcheoException">There are too many times, or there is nothing that could be started.</exception>
    public async Task<CronBackfill> BackfillAsync(
        string tenant, CronTrigger trigger, DateTimeOffset from, DateTimeOffset to, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var times = CronSchedule.Parse(trigger.Cron, trigger.Timezone).Between(from, to).Take(MaxBackfill + 1).ToList();
        if (times.Count > MaxBackfill)
        {
            var message = $"There are more than {MaxBackfill} times from 'from' to 'to'. Make up for them in several steps: the first {MaxBackfill} lie before {times[^1]:yyyy-MM-ddTHH:mm:ssZ}.";
            throw new OrcheoException(ErrorCodes.ValueOutOfRange, message, [new ErrorDetail(ErrorCodes.ValueOutOfRange, message, "/to")]);
        }

        var target = await starts.FindAsync(tenant, trigger, cancellationToken);
        if (target.Error is { } error)
        {
            throw new OrcheoException(target.IsGone ? ErrorCodes.Conflict : error.Code, error.Message);
        }

        var started = new List<string>();
        foreach (var chunk in times.Chunk(BackfillParallelism))
        {
            var ids = await Task.WhenAll(chunk.Select(async scheduledAt =>
                await starts.HasStartedAsync(tenant, trigger.Id, scheduledAt, cancellationToken)
                    ? null
                    : (await starts.StartAsync(tenant, trigger, target, scheduledAt, schedule, cancellationToken)).Id));
            started.AddRange(ids.OfType<string>());
        }

        return new CronBackfill(started.Count, times.Count - started.Count, started);
    }

    private static CronTrigger Apply(CronTriggerSettings settings, CronTrigger trigger) => trigger with
    {
        WorkflowId = settings.WorkflowId,
        Version = settings.Version,
        Cron = settings.Cron,
        Timezone = settings.Timezone,
        MisfirePolicy = settings.MisfirePolicy,
        Enabled = settings.Enabled,
        Input = settings.Input,
    };

    /// <summary>The first time; null for a trigger that is disabled, whose schedule must be one all the same.</summary>
    private static DateTimeOffset? FirstAfter(CronTrigger trigger, DateTimeOffset now)
    {
        var next = CronSchedule.Parse(trigger.Cron, trigger.Timezone).Next(now);
        if (!trigger.Enabled)
        {
            return null;
        }

        const string Message = "The cron expression has no time in the future.";
        return next ?? throw new OrcheoException(ErrorCodes.InvalidCron, Message, [new ErrorDetail(ErrorCodes.InvalidCron, Message, "/cron")]);
    }

    private async Task RequireTargetAsync(string tenant, CronTriggerSettings settings, CancellationToken cancellationToken)
    {
        if (await workflows.GetAsync(tenant, settings.WorkflowId, cancellationToken) is null)
        {
            throw NotFound($"There is no workflow '{settings.WorkflowId}'.", "/workflow_id");
        }

        if (CronStarts.SelectorOf(settings.Version) is { Kind: VersionSelectorKind.Number, Number: var version }
            && await workflows.GetVersionAsync(tenant, settings.WorkflowId, version, cancellationToken) is null)
        {
            throw NotFound($"There is no version {version} of workflow '{settings.WorkflowId}'.", "/version");
        }
    }

    private static OrcheoException NotFound(string message, string pointer) =>
        new(ErrorCodes.NotFound, message, [new ErrorDetail(ErrorCodes.NotFound, message, pointer)]);
}
