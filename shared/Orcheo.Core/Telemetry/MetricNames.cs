namespace Orcheo.Core.Telemetry;

/// <summary>What metrics are called. Their attributes have few values each: no ids.</summary>
public static class MetricNames
{
    /// <summary>Executions that were accepted.</summary>
    public const string ExecutionsStarted = "orcheo.execution.started";

    /// <summary>Executions that ended.</summary>
    public const string ExecutionsEnded = "orcheo.execution.ended";

    /// <summary>How long executions took, from the first node's start to the end.</summary>
    public const string ExecutionDuration = "orcheo.execution.duration";

    /// <summary>How long executions waited for their first node.</summary>
    public const string ExecutionQueueTime = "orcheo.execution.queue_time";

    /// <summary>From when a trigger should have started an execution until the execution was stored.</summary>
    public const string TriggerLatency = "orcheo.trigger.latency";

    /// <summary>How long nodes took, over their attempts and waits.</summary>
    public const string NodeDuration = "orcheo.node.duration";

    /// <summary>Nodes that run in this process.</summary>
    public const string NodesActive = "orcheo.node.active";

    /// <summary>How long the store took.</summary>
    public const string StorageDuration = "orcheo.storage.operation.duration";

    /// <summary>How many batches of rows shared a commit of the SQLite store.</summary>
    public const string StorageCommitSize = "orcheo.storage.commit.size";

    /// <summary>Webhook deliveries that were taken.</summary>
    public const string WebhookAccepted = "orcheo.webhook.accepted";

    /// <summary>Webhook deliveries that were rejected.</summary>
    public const string WebhookRejected = "orcheo.webhook.rejected";

    /// <summary>Spans that were lost before they reached the collector.</summary>
    public const string SpansDropped = "orcheo.telemetry.dropped";

    /// <summary>How many tokens model calls took.</summary>
    public const string GenAiTokens = "gen_ai.client.token.usage";

    /// <summary>How long model calls took.</summary>
    public const string GenAiDuration = "gen_ai.client.operation.duration";

    /// <summary>ASP.NET Core's own: how long requests took.</summary>
    public const string HttpServerDuration = "http.server.request.duration";
}
