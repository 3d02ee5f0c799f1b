using System.Diagnostics;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Executions;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// The span of one run of a node, with one below it for each attempt. Disposed without an end, as when the host stops, it leaves no
/// span: the node runs again, and its span is emitted then, with the same id.
/// </summary>
internal sealed class NodeTrace : IDisposable
{
    private readonly Activity? _span;
    private readonly string _type;
    private readonly DateTimeOffset _startedAt;
    private readonly bool _masked;
    private Activity? _attempt;

    private NodeTrace(Activity? span, string type, DateTimeOffset startedAt, bool masked) =>
        (_span, _type, _startedAt, _masked) = (span, type, startedAt, masked);

    /// <summary>Begins the span. It is the current one for the caller's async flow.</summary>
    /// <param name="input">The node.</param>
    /// <param name="nodeId">Its id.</param>
    /// <param name="startedAt">When it was first started: a node that waited has one span, from then on.</param>
    public static NodeTrace Start(RunNodeInput input, string nodeId, DateTimeOffset startedAt)
    {
        OrcheoMetrics.NodeActive(1);
        var type = input.Node.GetProperty("type").GetString() ?? "";
        var span = OrcheoTelemetry.Source.HasListeners() ? StartSpan(input, nodeId, type, startedAt) : null;
        return new NodeTrace(span, type, startedAt, input.MaskPersonalData);
    }

    /// <summary>The node, with a span for each of its attempts.</summary>
    public INode Follow(INode node) => _span is null ? node : new TracedNode(node, this);

    /// <summary>Begins the span of an attempt. It is the current one for the caller's async flow.</summary>
    public Activity? StartAttempt(int number)
    {
        var attempt = OrcheoTelemetry.Source.StartActivity(SpanNames.Attempt, ActivityKind.Internal, _span!.Context);
        attempt?.SetTag(AttributeNames.Attempt, number);
        return _attempt = attempt;
    }

    /// <summary>Ends the span of an attempt that succeeded. One that was left behind and ends late changes nothing.</summary>
    public void EndAttempt(Activity? attempt)
    {
        if (attempt is not null && Interlocked.CompareExchange(ref _attempt, null, attempt) == attempt)
        {
            attempt.Dispose();
        }
    }

    /// <summary>Ends the span of the attempt that failed.</summary>
    public void FailAttempt(RunError error)
    {
        if (Interlocked.Exchange(ref _attempt, null) is { } attempt)
        {
            Fail(attempt, error);
            attempt.Dispose();
        }
    }

    /// <summary>The node waits: its span is emitted when it has ended.</summary>
    public void Wait() => EndAttempt(_attempt);

    /// <summary>The node's end is recorded.</summary>
    public void End(Attempted attempted, DateTimeOffset now)
    {
        var outcome = attempted.Outcome;
        OrcheoMetrics.NodeEnded(_type, outcome.Succeeded, now - _startedAt);
        if (_span is null)
        {
            return;
        }

        _span.SetTag(AttributeNames.Attempt, attempted.Attempts);
        _span.SetTag(AttributeNames.NodeStatus, OrcheoMetrics.StatusOf(outcome.Succeeded));
        if (attempted.Origin == ResultOrigin.Reused)
        {
            _span.SetTag(AttributeNames.NodeReused, true);
        }

        if (outcome.Error is { } error)
        {
            FailAttempt(error);
            Fail(_span, error);
        }

        _span.SetEndTime(now.UtcDateTime);
        _span.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        OrcheoMetrics.NodeActive(-1);
        FailAttempt(new RunError(ErrorCodes.Cancelled, "The attempt was stopped."));
        if (_span is { IsStopped: false })
        {
            _span.Discard();
        }
    }

    /// <summary>Messages may hold personal data: where that is masked, the code has to do.</summary>
    private void Fail(Activity span, RunError error) => span.Fail(error.Code, _masked ? null : error.Message);

    private static Activity? StartSpan(RunNodeInput input, string nodeId, string type, DateTimeOffset startedAt)
    {
        var trace = ExecutionTrace.Of(input.ExecutionId);
        var span = OrcheoTelemetry.Source.StartActivity(
            $"{SpanNames.Node} {type}", ActivityKind.Internal, trace.Context, tags: null, links: null, startedAt);
        if (span is null)
        {
            return null;
        }

        SpanIdentity.Set(span, trace.SpanOf(nodeId));
        span.SetTag(AttributeNames.ExecutionId, input.ExecutionId);
        span.SetTag(AttributeNames.WorkflowId, input.WorkflowId);
        span.SetTag(AttributeNames.WorkflowVersion, input.WorkflowVersion);
        span.SetTag(AttributeNames.NodeId, nodeId);
        span.SetTag(AttributeNames.NodeType, type);
        return span;
    }

    /// <summary>Begins and ends the attempts' spans around the node itself.</summary>
    private sealed class TracedNode(INode node, NodeTrace trace) : INode
    {
        public NodeDescriptor Descriptor => node.Descriptor;

        public async Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken)
        {
            var attempt = trace.StartAttempt(context.Attempt);
            var result = await node.RunAsync(context, cancellationToken);
            trace.EndAttempt(attempt);
            return result;
        }
    }
}
