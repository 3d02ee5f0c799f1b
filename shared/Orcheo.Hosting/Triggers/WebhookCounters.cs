using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Triggers.Webhooks;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// Counts what becomes of deliveries, in memory, and adds it to the store once a second and at the end: a delivery waits for none of it,
/// and a crash loses a second of counts but never a delivery.
/// </summary>
public sealed class WebhookCounters(WebhookStore store, TimeProvider time, ILogger<WebhookCounters> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Tenant, string TokenHash), WebhookCounts> _pending = new();

    /// <summary>Counts an execution that a trigger has started.</summary>
    public void Fired(string tenant, WebhookTrigger trigger, string executionId, DateTimeOffset at) =>
        Add(tenant, trigger, new WebhookCounts(FireCount: 1, LastFireAt: at, LastExecutionId: executionId));

    /// <summary>Counts a delivery that was rejected.</summary>
    public void Rejected(string tenant, WebhookTrigger trigger) => Add(tenant, trigger, new WebhookCounts(RejectedCount: 1));

    /// <summary>What has become of a trigger's deliveries, with what this process has not stored yet.</summary>
    public async Task<WebhookCounts> GetAsync(string tenant, WebhookTrigger trigger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var stored = await store.GetCountsAsync(tenant, trigger.TokenHash, cancellationToken);
        return _pending.TryGetValue((tenant, trigger.TokenHash), out var pending) ? stored.Plus(pending) : stored;
    }

    /// <summary>Stores what was counted so far. What cannot be stored now is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _pending.Keys)
        {
            if (!_pending.TryRemove(key, out var counts))
            {
                continue;
            }

            try
            {
                await store.AddCountsAsync(key.Tenant, key.TokenHash, counts, cancellationToken);
            }
            catch (Exception exception) when (exception is OrcheoException or OperationCanceledException)
            {
                _pending.AddOrUpdate(key, counts, (_, later) => counts.Plus(later));
                WebhookLogs.CountsNotStored(logger, exception);
                return;
            }
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: the rest is stored by StopAsync.
        }
    }

    private void Add(string tenant, WebhookTrigger trigger, WebhookCounts counts) =>
        _pending.AddOrUpdate((tenant, trigger.TokenHash), counts, (_, before) => before.Plus(counts));
}
