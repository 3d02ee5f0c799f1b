using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orcheo.Core.Executions;

namespace Orcheo.Core.Telemetry;

/// <summary>Orcheo's measurements. Units are UCUM's; times are seconds.</summary>
public static class OrcheoMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    private static readonly Meter Meter = OrcheoTelemetry.Meter;

    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        MetricNames.ExecutionsStarted, "{execution}", "Executions that were accepted, by what started them.");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        MetricNames.ExecutionsEnded, "{execution}", "Executions that ended, by status and by what started them.");

    private static readonly Histogram<double> Duration = Histogram(
        MetricNames.ExecutionDuration, "How long executions took, from the first node's start to the end.");

    private static readonly Histogram<double> QueueTime = Histogram(
        MetricNames.ExecutionQueueTime, "How long executions waited for their first node.");

    private static readonly Histogram<double> Latency = Histogram(
        MetricNames.TriggerLatency, "From when a trigger should have started an execution until the execution was stored.");

    private static readonly Histogram<double> NodeTime = Histogram(
        MetricNames.NodeDuration, "How long nodes took, over their attempts and waits, by type and status.");

    private static readonly UpDownCounter<int> Nodes = Meter.CreateUpDownCounter<int>(
        MetricNames.NodesActive, "{node}", "Nodes that run in this process.");

    private static readonly Histogram<double> StoreTime = Histogram(MetricNames.StorageDuration, "How long the store took, by operation.");

    private static readonly Histogram<int> CommitSize = Meter.CreateHistogram(
        MetricNames.StorageCommitSize, "{batch}", "How many batches of rows shared a commit.", tags: null, Sizes);

    private static readonly Counter<long> Accepted = Meter.CreateCounter<long>(
        MetricNames.WebhookAccepted, "{delivery}", "Webhook deliveries that started an execution or repeated one.");

    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        MetricNames.WebhookRejected, "{delivery}", "Webhook deliveries that were rejected, by reason.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        MetricNames.SpansDropped, "{span}", "Spans that were lost before they reached the collector, by reason.");

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram(
        MetricNames.GenAiTokens,
        "{token}",
        "How many tokens model calls took.",
        tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    private static readonly Histogram<double> ModelTime = Histogram(MetricNames.GenAiDuration, "How long model calls took.");

    /// <summary>Whether anybody wants to know how long the store takes.</summary>
    public static bool MeasuresStorage => StoreTime.Enabled;

    /// <summary>An execution was accepted.</summary>
    public static void ExecutionStarted(ExecutionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Started.Add(1, TriggerOf(head));
    }

    /// <summary>The first node of an execution has started.</summary>
    public static void ExecutionOpened(ExecutionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (QueueTime.Enabled && head.StartedAt is { } started)
        {
            QueueTime.Record(Between(head.CreatedAt, started), TriggerOf(head));
        }
    }

    /// <summary>An execution has ended.</summary>
    public static void ExecutionEnded(ExecutionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (!Ended.Enabled && !Duration.Enabled)
        {
            return;
        }

        var status = Tag(AttributeNames.ExecutionStatus, StatusOf(head.Status));
        Ended.Add(1, status, TriggerOf(head));
        if (head is { StartedAt: { } started, CompletedAt: { } completed })
        {
            Duration.Record(Between(started, completed), status, TriggerOf(head));
        }
    }

    /// <summary>A trigger has started an execution.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="latency">How long after it should have, or after it was asked to.</param>
    public static void Triggered(string type, TimeSpan latency) =>
        Latency.Record(Math.Max(0, latency.TotalSeconds), Tag(AttributeNames.TriggerType, type));

    /// <summary>A node begins to run here, or has stopped doing so.</summary>
    /// <param name="change">1 or -1.</param>
    public static void NodeActive(int change) => Nodes.Add(change);

    /// <summary>A node has ended.</summary>
    public static void NodeEnded(string type, bool succeeded, TimeSpan duration) =>
        NodeTime.Record(
            Math.Max(0, duration.TotalSeconds), Tag(AttributeNames.NodeType, type), Tag(AttributeNames.NodeStatus, StatusOf(succeeded)));

    /// <summary>A model has answered.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokensIn">The tokens that were sent.</param>
    /// <param name="tokensOut">The tokens that came back.</param>
    /// <param name="duration">How long it took.</param>
    public static void ModelCalled(string model, long tokensIn, long tokensOut, TimeSpan duration)
    {
        TagList tags = [Tag(AttributeNames.GenAiOperation, "chat"), Tag(AttributeNames.GenAiProvider, "openai"), Tag(AttributeNames.GenAiRequestModel, model)];
        ModelTime.Record(duration.TotalSeconds, tags);
        tags.Add(AttributeNames.GenAiTokenType, "input");
        Tokens.Record(tokensIn, tags);
        tags[^1] = Tag(AttributeNames.GenAiTokenType, "output");
        Tokens.Record(tokensOut, tags);
    }

    /// <summary>The store has done something.</summary>
    public static void Stored(string operation, TimeSpan duration) =>
        StoreTime.Record(duration.TotalSeconds, Tag(AttributeNames.StorageOperation, operation));

    /// <summary>Batches were committed together.</summary>
    public static void Committed(int batches) => CommitSize.Record(batches);

    /// <summary>A webhook delivery was taken.</summary>
    public static void WebhookAccepted(bool isDuplicate) => Accepted.Add(1, Tag(AttributeNames.WebhookDuplicate, isDuplicate));

    /// <summary>A webhook delivery was rejected.</summary>
    public static void WebhookRejected(string reason) => Rejected.Add(1, Tag(AttributeNames.WebhookRejection, reason));

    /// <summary>Spans were lost.</summary>
    /// <param name="reason"><c>queue_full</c> or <c>export_failed</c>.</param>
    /// <param name="count">How many.</param>
    public static void SpansDropped(string reason, long count) => Dropped.Add(count, Tag(AttributeNames.DropReason, reason));

    /// <summary>The status as attributes have it.</summary>
    public static string StatusOf(bool succeeded) => succeeded ? "succeeded" : "failed";

    /// <summary>The status as attributes have it.</summary>
    public static string StatusOf(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "succeeded",
        ExecutionStatus.Failed => "failed",
        ExecutionStatus.Cancelled => "cancelled",
        _ => "running",
    };

    private static Histogram<double> Histogram(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    private static double Between(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalSeconds);

    private static KeyValuePair<string, object?> TriggerOf(ExecutionHead head) => Tag(AttributeNames.TriggerType, head.Trigger.Type);

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
