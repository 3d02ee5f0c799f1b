using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Common;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Triggers;

/// <summary>Fires the cron triggers that are due: at the start, for what was missed, and then at every tick (<see cref="CronOptions"/>).</summary>
public sealed class CronTick(CronTicker ticker)
{
    /// <summary>One tick. What is due is kept in the store, so the timer needs no memory of its own.</summary>
    [Function(nameof(FireCronTriggers))]
    public Task FireCronTriggers(
        [TimerTrigger("%" + CronOptions.ScheduleSetting + "%", RunOnStartup = true, UseMonitor = false)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        ticker.TickAsync(ExecutionScheduling.On(client), cancellationToken);
}
