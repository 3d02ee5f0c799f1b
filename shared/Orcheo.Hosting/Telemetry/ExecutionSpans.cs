using System.Diagnostics;
using Orcheo.Core.Executions;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>The root of an execution's trace, and its link to what started it.</summary>
internal static class ExecutionSpans
{
    /// <summary>
    /// The span that an execution which is started now is linked to, as a W3C <c>traceparent</c>: the current one where it is recorded, else
    /// the one that the caller has told; null when there is neither.
    /// </summary>
    public static string? Starter()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } current)
        {
            return null;
        }

        // Without listeners the current span goes nowhere, whatever its flags say.
        return current.Recorded && OrcheoTelemetry.Source.HasListeners() ? current.Id : current.Parent is null ? current.ParentId : null;
    }

    /// <summary>Emits the span of an execution that has ended. Whoever records the end does it, in whatever process.</summary>
    public static void Emit(ExecutionHead head)
    {
        if (!OrcheoTelemetry.Source.HasListeners())
        {
            return;
        }

        var trace = ExecutionTrace.Of(head.Id);
        using var span = OrcheoTelemetry.Source.StartActivity(
            SpanNames.Execution, ActivityKind.Consumer, trace.Root, tags: null, Links(head), head.CreatedAt);
        if (span is null)
        {
            return;
        }

        SpanIdentity.Set(span, trace.SpanId);
        Describe(span, head);
        span.SetEndTime((head.CompletedAt ?? head.CreatedAt).UtcDateTime);
    }

    private static void Describe(Activity span, ExecutionHead head)
    {
        span.SetTag(AttributeNames.ExecutionId, head.Id);
        span.SetTag(AttributeNames.WorkflowId, head.WorkflowId);
        span.SetTag(AttributeNames.WorkflowVersion, head.WorkflowVersion);
        span.SetTag(AttributeNames.TriggerType, head.Trigger.Type);
        span.SetTag(AttributeNames.TriggerId, head.Trigger.Id);
        span.SetTag(AttributeNames.ReplayOf, head.ReplayOf);
        span.SetTag(AttributeNames.ExecutionStatus, OrcheoMetrics.StatusOf(head.Status));
        if (head.Error is { } error)
        {
            span.Fail(error.Code);
        }
    }

    private static List<ActivityLink> Links(ExecutionHead head)
    {
        var links = new List<ActivityLink>(2);
        if (ActivityContext.TryParse(head.TraceParent, null, isRemote: true, out var starter))
        {
            links.Add(new ActivityLink(starter));
        }

        if (head.ReplayOf is { } original)
        {
            links.Add(new ActivityLink(ExecutionTrace.Of(original).Context));
        }

        return links;
    }
}
