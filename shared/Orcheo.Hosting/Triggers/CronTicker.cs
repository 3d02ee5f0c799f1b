using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Security;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// Fires what is due. Executions are started first and the trigger is moved on after that: a crash in between repeats the start, which
/// then finds the execution. Any number of hosts may tick at once.
/// </summary>
public sealed class CronTicker(
    CronTriggerStore triggers, CronStarts starts, CronOptions options, TimeProvider time, ILogger<CronTicker> logger)
{
    private const int Parallelism = 32;

    /// <summary>What a clock may be corrected by without further ado.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    private static readonly TimeSpan ClockRecordDistance = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _latest;
    private DateTimeOffset? _recorded;

    /// <summary>Starts everything that is due. One call at a time per instance.</summary>
    /// <param name="schedule">Hands an execution to the durable runner.</param>
    /// <param name="cancellationToken">Stops between two triggers.</param>
    /// <returns>How many triggers were due.</returns>
    public async Task<int> TickAsync(ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var now = time.GetUtcNow();
        await WatchClockAsync(now, cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        var found = 0;
        string? continuation = null;
        do
        {
            var page = await triggers.ListDueAsync(Caller.DefaultTenant, now, continuation, cancellationToken);
            using var span = page.Items.Count > 0 ? OrcheoTelemetry.Source.StartActivity(SpanNames.CronTick) : null;
            span?.SetTag(AttributeNames.CronDue, page.Items.Count);
            await Parallel.ForEachAsync(page.Items, parallel, (due, cancel) => FireAsync(Caller.DefaultTenant, due, now, schedule, cancel));
            found += page.Items.Count;
            continuation = page.Continuation;
        }
        while (continuation is not null);

        if (found > 0)
        {
            await RecordClockAsync(now, cancellationToken);
        }

        return found;
    }

    /// <summary>Fires one trigger. Whatever becomes of it, it stands in no other's way.</summary>
    private async ValueTask FireAsync(string tenant, DueTrigger due, DateTimeOffset now, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        try
        {
            if (await triggers.GetAsync(tenant, due.TriggerId, cancellationToken) is not { } current || !CronTriggerStore.IsDue(current.Value, due))
            {
                await triggers.RemoveDueAsync(tenant, due, cancellationToken);
                return;
            }

            var (plan, outcome) = await StartAsync(tenant, current.Value, now, schedule, cancellationToken);

            // What has been started is recorded even while the host stops.
            await RecordAsync(tenant, current, due, plan, outcome, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            CronLogs.FireFailed(logger, due.TriggerId, exception);
        }
    }

    private async Task<(CronPlan Plan, Outcome Outcome)> StartAsync(
        string tenant, CronTrigger trigger, DateTimeOffset now, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        var due = trigger.NextFireAt!.Value;
        CronPlan plan;
        CronSchedule times;
        try
        {
            times = CronSchedule.Parse(trigger.Cron, trigger.Timezone);
            plan = CronPlan.For(times, trigger.MisfirePolicy, due, now, options);
        }
        catch (OrcheoException exception)
        {
            // It was readable once: the zone has left the system's database, say. There is no next time to be had.
            return (new CronPlan([], 0, due, null), new Outcome(0, null, null, new RunError(exception.Code, exception.Message)));
        }

        var outcome = new Outcome(0, null, null, trigger.LastError);
        if (plan.Missed > 0)
        {
            // A crash may have come after the start and before the record: what has run was not missed.
            var ran = await RanAsync(tenant, trigger, times.After(due).Prepend(due).Take((int)plan.Missed), cancellationToken);
            plan = plan with { Missed = plan.Missed - ran.Started };
            outcome = ran.Started > 0 ? ran : outcome;
            CronLogs.Missed(logger, trigger.Id, plan.Missed);
        }

        if (plan.Times.Count == 0)
        {
            return (plan, outcome);
        }

        var target = await starts.FindAsync(tenant, trigger, cancellationToken);
        if (target.Error is { } error)
        {
            CronLogs.NotStarted(logger, trigger.Id, plan.Last, error.Message);
            return (target.IsGone ? plan with { Next = null } : plan, outcome with { Error = error });
        }

        outcome = outcome with { Error = null };
        foreach (var scheduledAt in plan.Times)
        {
            // After the clock was set back a time comes again: then it counts only where it was not started before.
            if (scheduledAt <= trigger.LastScheduledAt && await starts.HasStartedAsync(tenant, trigger.Id, scheduledAt, cancellationToken))
            {
                continue;
            }

            var head = await starts.StartAsync(tenant, trigger, target, scheduledAt, schedule, cancellationToken);
            outcome = outcome.With(head.Id, scheduledAt);
        }

        return (plan, outcome);
    }

    /// <summary>How many of the times, from the first on, have been started and not been recorded yet.</summary>
    private async Task<Outcome> RanAsync(string tenant, CronTrigger trigger, IEnumerable<DateTimeOffset> times, CancellationToken cancellationToken)
    {
        var outcome = new Outcome(0, null, null, null);
        foreach (var time in times.Where(time => trigger.LastScheduledAt is null || time > trigger.LastScheduledAt))
        {
            if (!await starts.HasStartedAsync(tenant, trigger.Id, time, cancellationToken))
            {
                break;
            }

            outcome = outcome.With(CronStarts.ExecutionId(trigger.Id, time), time);
        }

        return outcome;
    }

    /// <summary>
    /// Moves the trigger on. Of several hosts that fired it at once only the first to write does: what another has started beyond that, it
    /// finds and counts at its next tick. The owner's changes are kept.
    /// </summary>
    private async Task RecordAsync(
        string tenant, Versioned<CronTrigger> current, DueTrigger due, CronPlan plan, Outcome outcome, CancellationToken cancellationToken)
    {
        var turn = current.Value.Turn;
        while (current.Value is var trigger && trigger.Turn == turn)
        {
            var moved = outcome.Apply(trigger) with
            {
                Turn = turn + 1,
                NextFireAt = CronTriggerStore.IsDue(trigger, due) ? plan.Next : trigger.NextFireAt,
                LastScheduledAt = trigger.LastScheduledAt > plan.Last ? trigger.LastScheduledAt : plan.Last,
                MissedCount = trigger.MissedCount + plan.Missed,
            };
            if (await triggers.ReplaceAsync(tenant, current, moved, cancellationToken) is not null
                || await triggers.GetAsync(tenant, trigger.Id, cancellationToken) is not { } changed)
            {
                return;
            }

            current = changed;
        }
    }

    /// <summary>
    /// Where the clock was ahead and has been set back, next times lie further in the future than they should. Times that were started
    /// meanwhile are found by their ids.
    /// </summary>
    private async Task WatchClockAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _latest ??= await triggers.GetClockAsync(Caller.DefaultTenant, cancellationToken) ?? now;
        if (now < _latest - ClockTolerance)
        {
            var count = await PlanAgainAsync(Caller.DefaultTenant, now, cancellationToken);
            CronLogs.ClockSetBack(logger, _latest.Value, now, count);
            _recorded = null;
            await RecordClockAsync(now, cancellationToken);
            _latest = now;
        }

        _latest = now > _latest ? now : _latest;
    }

    private async Task<int> PlanAgainAsync(string tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = 0;
        var request = new ListRequest { Limit = ListRequest.MaxLimit };
        while (true)
        {
            var page = await triggers.ListAsync(tenant, null, request, cancellationToken);
            foreach (var trigger in page.Items.Where(trigger => trigger.NextFireAt > now))
            {
                count += await PlanAgainAsync(tenant, trigger.Id, now, cancellationToken) ? 1 : 0;
            }

            if (page.NextCursor is null)
            {
                return count;
            }

            request = request with { Cursor = page.NextCursor };
        }
    }

    private async Task<bool> PlanAgainAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await triggers.GetAsync(tenant, id, cancellationToken) is { Value.NextFireAt: { } later } current)
        {
            if (NextOf(current.Value, now) is not { } next || next >= later)
            {
                return false;
            }

            if (await triggers.ReplaceAsync(tenant, current, current.Value with { NextFireAt = next }, cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The trigger's next time; null when it has none, or when its schedule cannot be read any more, which its due time will tell.</summary>
    /// <remarks>
    /// Set back to before the trigger was made, the clock does not make it fire for times before that, unless it was made in a far future:
    /// then it was the earlier clock that was wrong.
    /// </remarks>
    private static DateTimeOffset? NextOf(CronTrigger trigger, DateTimeOffset now)
    {
        var madeAhead = trigger.ScheduledSince - now;
        var after = madeAhead > TimeSpan.Zero && madeAhead < FarAhead ? trigger.ScheduledSince : now;
        try
        {
            return CronSchedule.Parse(trigger.Cron, trigger.Timezone).Next(after);
        }
        catch (OrcheoException)
        {
            return null;
        }
    }

    private async Task RecordClockAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_recorded is null || now - _recorded >= ClockRecordDistance)
        {
            await triggers.SetClockAsync(Caller.DefaultTenant, now, cancellationToken);
            _recorded = now;
        }
    }

    /// <summary>What became of a trigger's times.</summary>
    private sealed record Outcome(int Started, string? ExecutionId, DateTimeOffset? LastTime, RunError? Error)
    {
        public Outcome With(string executionId, DateTimeOffset scheduledAt) =>
            this with { Started = Started + 1, ExecutionId = executionId, LastTime = scheduledAt };

        public CronTrigger Apply(CronTrigger trigger) => trigger with
        {
            LastError = Error,
            FireCount = trigger.FireCount + Started,
            LastFireAt = LastTime ?? trigger.LastFireAt,
            LastExecutionId = ExecutionId ?? trigger.LastExecutionId,
        };
    }
}
