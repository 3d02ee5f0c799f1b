using System.Diagnostics.Metrics;

namespace Orcheo.Hosting.Triggers;

/// <summary>What is counted of deliveries.</summary>
internal static class WebhookMetrics
{
    /// <summary>The name of Orcheo's meter.</summary>
    public const string MeterName = "Orcheo";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> AcceptedCounter = Meter.CreateCounter<long>(
        "orcheo.webhook.accepted", "{delivery}", "Webhook deliveries that started an execution or repeated one.");

    private static readonly Counter<long> RejectedCounter = Meter.CreateCounter<long>(
        "orcheo.webhook.rejected", "{delivery}", "Webhook deliveries that were rejected, by reason.");

    public static void Accepted(bool isDuplicate) => AcceptedCounter.Add(1, new KeyValuePair<string, object?>("duplicate", isDuplicate));

    public static void Rejected(string reason) => RejectedCounter.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
