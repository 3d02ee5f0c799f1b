using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>A node type: what it is, and how one attempt of it runs. Instances are shared and must be thread-safe.</summary>
public interface INode
{
    /// <summary>What the node type is: its name, config schema, handles and defaults.</summary>
    NodeDescriptor Descriptor { get; }

    /// <summary>Runs one attempt.</summary>
    /// <param name="context">The rendered config and who is running.</param>
    /// <param name="cancellationToken">Signalled on cancellation and at the attempt's time limit.</param>
    /// <exception cref="NodeException">The attempt failed for a reason that a user can understand.</exception>
    Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken);
}

/// <summary>What one attempt of a node is given.</summary>
public sealed record NodeContext
{
    /// <summary>The execution that runs the node.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The node's id in its workflow.</summary>
    public required string NodeId { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>The config with every template rendered, checked against the node's schema.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>For node types that run as an orchestration: what this step is to do. Undefined for others.</summary>
    public JsonElement Step { get; init; }

    /// <summary>What entry nodes put out: the trigger payload, or the input of a start through the API.</summary>
    public JsonElement EntryValue { get; init; }

    /// <summary>When the node was first started; stays the same when a waiting node is resumed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Set when the node had asked to wait and the time has come: the <see cref="NodeResult.WaitUntil"/> it had given.</summary>
    public DateTimeOffset? ResumedFrom { get; init; }

    /// <summary>Records a line of the node's log as a <c>log</c> event. Thread-safe.</summary>
    public required INodeLog Log { get; init; }

    /// <summary>Shows passing events to those who watch. Thread-safe.</summary>
    public INodeLive Live { get; init; } = NoNodeLive.Instance;

    /// <summary>The credential that the node refers to; null when it refers to none.</summary>
    public NodeCredential? Credential { get; init; }

    /// <summary>Through which the node calls the world outside. Thread-safe.</summary>
    public IExternalCalls Calls { get; init; } = UnrecordedCalls.Instance;

    /// <summary>Removes the run's secrets from a text that the node is about to cut. Thread-safe.</summary>
    public IRedactor Redactor { get; init; } = NoRedaction.Instance;
}

/// <summary>Where a node writes its log lines.</summary>
public interface INodeLog
{
    /// <summary>Records one line.</summary>
    /// <param name="level"><c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</param>
    /// <param name="message">The text.</param>
    /// <param name="fields">Further values, if any.</param>
    void Write(string level, string message, JsonElement? fields = null);
}

/// <summary>What an attempt came to.</summary>
public sealed record NodeResult
{
    /// <summary>The node's output; JSON <c>null</c> when there is none.</summary>
    public JsonElement Output { get; init; } = Json.OrcheoJson.Null;

    /// <summary>Values to set in <c>state</c>: a JSON object, or null for none.</summary>
    public JsonElement? Patch { get; init; }

    /// <summary>The handle that is taken, for nodes with branches; null for the ordinary one.</summary>
    public string? Handle { get; init; }

    /// <summary>
    /// When set, the node has not ended: it asks to be run again at this time, with <see cref="NodeContext.ResumedFrom"/> set. The
    /// wait is a durable timer: it survives restarts and costs nothing.
    /// </summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>What the attempt used; null where the node does not measure it.</summary>
    public NodeUsage? Usage { get; init; }

    /// <summary>An ended node with this output.</summary>
    public static NodeResult Of(JsonElement output) => new() { Output = output };
}

/// <summary>A node's attempt failed for a reason that a user can understand.</summary>
public sealed class NodeException : Errors.OrcheoException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">The stable code (3xxx).</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="retryable">Whether another attempt may succeed.</param>
    /// <param name="retryAfter">How long the other side asked to wait; null when it did not.</param>
    /// <param name="details">Further values for the error's <c>details</c>.</param>
    /// <param name="innerException">What caused it.</param>
    public NodeException(
        string code,
        string message,
        bool retryable = false,
        TimeSpan? retryAfter = null,
        JsonElement? details = null,
        Exception? innerException = null)
        : base(code, message, null, innerException)
    {
        Retryable = retryable;
        RetryAfter = retryAfter;
        Details = details;
    }

    /// <summary>Whether another attempt may succeed.</summary>
    public bool Retryable { get; }

    /// <summary>How long the other side asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Further values for the error's <c>details</c>.</summary>
    public JsonElement? Details { get; }

    /// <summary>What the attempt used; null where the node does not measure it.</summary>
    public NodeUsage? Usage { get; init; }
}
