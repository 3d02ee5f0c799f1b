using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Invocation;

/// <summary>The current activity's context, or what the caller sent when nothing is being traced.</summary>
internal sealed class HostTraceContext(HttpContext? http) : TraceContext
{
    public override string TraceParent { get; } = Activity.Current?.Id ?? Header(http, "traceparent");

    public override string TraceState { get; } = Activity.Current?.TraceStateString ?? Header(http, "tracestate");

    private static string Header(HttpContext? http, string name) => http?.Request.Headers[name].ToString() ?? string.Empty;
}
