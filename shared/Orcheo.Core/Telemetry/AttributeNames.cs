namespace Orcheo.Core.Telemetry;

/// <summary>What the attributes of spans and measurements are called: Orcheo's own, and those of OpenTelemetry's semantic conventions.</summary>
public static class AttributeNames
{
    /// <summary>The execution's id.</summary>
    public const string ExecutionId = "orcheo.execution.id";

    /// <summary>How an execution ended: <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>.</summary>
    public const string ExecutionStatus = "orcheo.execution.status";

    /// <summary>The execution that this one replays.</summary>
    public const string ReplayOf = "orcheo.execution.replay_of";

    /// <summary>The workflow's id; absent for an inline run.</summary>
    public const string WorkflowId = "orcheo.workflow.id";

    /// <summary>The version that runs; 0 for the draft, absent for an inline run.</summary>
    public const string WorkflowVersion = "orcheo.workflow.version";

    /// <summary>What started the execution: <c>api</c>, <c>cron</c>, <c>webhook</c>, <c>replay</c>, <c>workflow</c>, <c>agent</c>.</summary>
    public const string TriggerType = "orcheo.trigger.type";

    /// <summary>The id of the trigger, where there is one.</summary>
    public const string TriggerId = "orcheo.trigger.id";

    /// <summary>The node's id in its workflow.</summary>
    public const string NodeId = "orcheo.node.id";

    /// <summary>The node's type.</summary>
    public const string NodeType = "orcheo.node.type";

    /// <summary>How a node ended: <c>succeeded</c>, <c>failed</c>.</summary>
    public const string NodeStatus = "orcheo.node.status";

    /// <summary>Whether a replay kept the node's recorded result instead of running it.</summary>
    public const string NodeReused = "orcheo.node.reused";

    /// <summary>The attempt, from 1; on a node's span, the last one.</summary>
    public const string Attempt = "orcheo.attempt";

    /// <summary>Whether a call was answered from a record and not made.</summary>
    public const string CallRecorded = "orcheo.call.recorded";

    /// <summary>How many cron triggers were due.</summary>
    public const string CronDue = "orcheo.cron.due";

    /// <summary>What the store was asked for: <c>get</c>, <c>query</c>, <c>write</c>.</summary>
    public const string StorageOperation = "orcheo.storage.operation";

    /// <summary>Whether a webhook delivery repeated an earlier one.</summary>
    public const string WebhookDuplicate = "orcheo.webhook.duplicate";

    /// <summary>Why a webhook delivery was rejected.</summary>
    public const string WebhookRejection = "orcheo.webhook.rejection";

    /// <summary>Why spans were lost: <c>queue_full</c> or <c>export_failed</c>.</summary>
    public const string DropReason = "orcheo.telemetry.reason";

    /// <summary>The error code (<c>ORC####</c>), or the status of an answer that has none.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The method of an HTTP request.</summary>
    public const string HttpMethod = "http.request.method";

    /// <summary>The status of an HTTP answer.</summary>
    public const string HttpStatusCode = "http.response.status_code";

    /// <summary>The route that took the request.</summary>
    public const string HttpRoute = "http.route";

    /// <summary>The URL of a call, without user name and with every value of its query taken out.</summary>
    public const string UrlFull = "url.full";

    /// <summary>The path of a request; without the token where it is a webhook's.</summary>
    public const string UrlPath = "url.path";

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public const string UrlScheme = "url.scheme";

    /// <summary>The host.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>The port.</summary>
    public const string ServerPort = "server.port";

    /// <summary>What a model was asked to do, e.g. <c>chat</c>.</summary>
    public const string GenAiOperation = "gen_ai.operation.name";

    /// <summary>Who serves the model, e.g. <c>openai</c>.</summary>
    public const string GenAiProvider = "gen_ai.provider.name";

    /// <summary>The model that was asked for.</summary>
    public const string GenAiRequestModel = "gen_ai.request.model";

    /// <summary>The tool that the model asked for.</summary>
    public const string GenAiToolName = "gen_ai.tool.name";

    /// <summary><c>input</c> or <c>output</c>.</summary>
    public const string GenAiTokenType = "gen_ai.token.type";

    /// <summary>The tokens that were sent.</summary>
    public const string GenAiInputTokens = "gen_ai.usage.input_tokens";

    /// <summary>The tokens that came back.</summary>
    public const string GenAiOutputTokens = "gen_ai.usage.output_tokens";
}
