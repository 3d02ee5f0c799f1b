using Microsoft.Azure.Functions.Worker;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Timers;

/// <summary>Runs one timer function, one occurrence at a time.</summary>
internal sealed class TimerLoop(TimerFunction timer, FunctionRuntime runtime, TimerRecords records)
{
    // A timer of the runtime cannot wait longer than some weeks.
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1);

    private readonly string _name = timer.Function.Name;
    private ScheduleStatus? _status;

    /// <summary>Runs until cancelled. Never fails for what the function does.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        var pastDue = Restore();
        if (pastDue || timer.Trigger.RunOnStartup)
        {
            await RunOnceAsync(pastDue, stopping);
        }

        // Occurrences that pass while the function runs are dropped, not queued.
        while (!stopping.IsCancellationRequested && NextAfter(Now) is { } next)
        {
            runtime.Logger.TimerScheduled(_name, next);
            if (!await WaitAsync(next, stopping))
            {
                return;
            }

            await RunOnceAsync(pastDue: false, stopping);
        }
    }

    private DateTimeOffset Now => runtime.Clock.GetUtcNow();

    private DateTimeOffset? NextAfter(DateTimeOffset moment) => timer.Schedule.Next(moment);

    /// <summary>Reads the record, and tells whether an occurrence was missed.</summary>
    private bool Restore()
    {
        var now = Now;
        if (!timer.Trigger.UseMonitor || timer.Schedule.RecursWithinMinute(now))
        {
            return false;
        }

        _status = records.Read(_name);
        if (_status is not null && !ScheduleChanged(_status))
        {
            var due = new DateTimeOffset(_status.Next, TimeSpan.Zero);
            if (due > now)
            {
                return false;
            }

            runtime.Logger.TimerPastDue(_name, due);
            return true;
        }

        _status = new ScheduleStatus { Last = _status?.Last ?? default };
        Record(now, _status.Last);
        return false;
    }

    // The recorded next occurrence came from another expression: there is nothing to make up for.
    private bool ScheduleChanged(ScheduleStatus status)
    {
        var basis = status.Last == default || status.LastUpdated > status.Last ? status.LastUpdated : status.Last;
        return NextAfter(new DateTimeOffset(basis, TimeSpan.Zero))?.UtcDateTime != status.Next;
    }

    private async Task<bool> WaitAsync(DateTimeOffset moment, CancellationToken stopping)
    {
        try
        {
            for (var left = moment - Now; left > TimeSpan.Zero; left = moment - Now)
            {
                await Task.Delay(left < _longestWait ? left : _longestWait, runtime.Clock, stopping);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunOnceAsync(bool pastDue, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        var started = Now;
        var info = new TimerInfo { IsPastDue = pastDue, ScheduleStatus = Copy(_status) };
        await using (var invocation = new HostFunctionContext(timer.Function, runtime) { TriggerValue = info })
        {
            try
            {
                await runtime.InvokeAsync(invocation);
            }
            catch (Exception e)
            {
                runtime.Logger.FunctionFailed(e, _name, invocation.InvocationId);
            }
        }

        if (_status is not null)
        {
            Record(Now, started.UtcDateTime);
        }
    }

    private void Record(DateTimeOffset now, DateTime last)
    {
        _status!.Last = last;
        _status.LastUpdated = now.UtcDateTime;
        _status.Next = NextAfter(now)?.UtcDateTime ?? DateTime.MaxValue;
        records.Write(_name, _status);
    }

    private static ScheduleStatus? Copy(ScheduleStatus? status) => status is null
        ? null
        : new ScheduleStatus { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated };
}
