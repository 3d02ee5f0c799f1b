using System.Diagnostics;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>What several kinds of spans do alike.</summary>
internal static class Spans
{
    /// <summary>Marks a span as failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="code">The error code.</param>
    /// <param name="message">Why, without secrets.</param>
    public static void Fail(this Activity span, string code, string? message = null)
    {
        span.SetTag(AttributeNames.ErrorType, code);
        span.SetStatus(ActivityStatusCode.Error, message);
    }

    /// <summary>Ends a span that nobody is to see: what it stands for has not ended, or comes again.</summary>
    public static void Discard(this Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.Dispose();
    }
}
