using System.Diagnostics;
using Orcheo.Core.Telemetry;

namespace Orcheo.Nodes.Http;

/// <summary>Tells the other side which trace a call belongs to (W3C Trace Context), when Orcheo traces it.</summary>
internal static class TraceHeaders
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <summary>
    /// Adds the headers of the current span, unless the author has set one. After that the client below sees no span any more: it would tell
    /// the span of whatever request happens to have led here, also when nothing is traced.
    /// </summary>
    /// <remarks>To be called from an async method: what it changes ends with that.</remarks>
    public static void AddTo(HttpRequestMessage request)
    {
        if (Activity.Current is not { } current)
        {
            return;
        }

        if (OrcheoTelemetry.IsOwn(current) && !request.Headers.Contains(TraceParent) && !request.Headers.Contains(TraceState))
        {
            request.Headers.TryAddWithoutValidation(TraceParent, current.Id);
            if (current.TraceStateString is { Length: > 0 } state)
            {
                request.Headers.TryAddWithoutValidation(TraceState, state);
            }
        }

        Activity.Current = null;
    }
}
