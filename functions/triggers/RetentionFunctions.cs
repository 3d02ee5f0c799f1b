using Microsoft.Azure.Functions.Worker;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Security;

namespace Orcheo.Triggers;

/// <summary>Removes what is kept no longer: at the start, and then every hour (values without a row: every night).</summary>
public sealed class RetentionFunctions(RetentionSweep sweep)
{
    /// <summary>Removes ended executions, their events, and expired rows.</summary>
    [Function(nameof(PurgeRows))]
    public Task PurgeRows([TimerTrigger("0 20 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(Caller.DefaultTenant, cancellationToken);

    /// <summary>Removes large values that have no row any more.</summary>
    [Function(nameof(PurgeValues))]
    public Task PurgeValues([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RemoveOrphanedValuesAsync(cancellationToken);
}
