using System.Collections.Concurrent;
using System.Text.Json;
using Orcheo.Core.Audit;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Telemetry;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;

namespace Orcheo.Hosting.Triggers;

/// <summary>Leaves the trace of a rejected delivery: a line in the audit log and a metric. Nothing that the sender sent is kept.</summary>
public sealed class WebhookRejections(AuditStore audit, WebhookCounters counters, TimeProvider time)
{
    private const string Unknown = "unknown";
    private const int MostRemembered = 10_000;

    /// <summary>A limit that is passed is told once in this time for each trigger: the log must not cost more than what the limit saves.</summary>
    private static readonly TimeSpan LimitInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _limited = new(StringComparer.Ordinal);

    /// <summary>Records a rejection. It is in the audit log when the task completes.</summary>
    /// <param name="tenant">The tenant that the URL names.</param>
    /// <param name="trigger">The trigger; null when the URL is not known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ip">The sender's address.</param>
    /// <param name="requestId">The <c>x-request-id</c>.</param>
    public Task RecordAsync(string tenant, WebhookTrigger? trigger, WebhookRejection reason, string ip, string requestId)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
        OrcheoMetrics.WebhookRejected(name);
        if (trigger is not null)
        {
            counters.Rejected(tenant, trigger);
        }

        if (reason == WebhookRejection.RateLimited && !IsFirstOfInterval(trigger?.Id ?? Unknown))
        {
            return Task.CompletedTask;
        }

        var now = time.GetUtcNow();
        var id = trigger?.Id ?? Unknown;
        var entry = new AuditEntry
        {
            Id = OrcheoId.NewInOrder(OrcheoId.Audit, now),
            Ts = now,
            Actor = new AuditActor("webhook_sender", id, "Webhook sender"),
            Action = "webhook.reject",
            Resource = new AuditResource("webhook_trigger", id),
            Ip = ip,
            RequestId = requestId,
            Details = JsonSerializer.SerializeToElement(new { reason = name }, OrcheoJson.Options),
        };
        return audit.AppendAsync(tenant, entry, CancellationToken.None);
    }

    private bool IsFirstOfInterval(string id)
    {
        var now = time.GetTimestamp();
        if (_limited.TryGetValue(id, out var last))
        {
            return time.GetElapsedTime(last, now) >= LimitInterval && _limited.TryUpdate(id, now, last);
        }

        if (_limited.Count >= MostRemembered)
        {
            _limited.Clear();
        }

        return _limited.TryAdd(id, now);
    }
}
