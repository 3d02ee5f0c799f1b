using System.Diagnostics;
using Orcheo.Core.Plans;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>What several kinds of spans do alike.</summary>
internal static class Spans
{
    /// <summary>Marks a span as failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="error">Why; its message holds no secrets any more.</param>
    public static void Fail(this Activity span, RunError error)
    {
        span.SetTag(AttributeNames.ErrorType, error.Code);
        span.SetStatus(ActivityStatusCode.Error, error.Message);
    }

    /// <summary>Ends a span that nobody is to see: what it stands for has not ended, or comes again.</summary>
    public static void Discard(this Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.Dispose();
    }
}
