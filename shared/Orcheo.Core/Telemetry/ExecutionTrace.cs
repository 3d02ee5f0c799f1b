using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Telemetry;

/// <summary>
/// The ids of an execution's trace. They follow from the execution's id, so that every process that has a part in it, also after a
/// crash, names the same trace and the same parents, and nothing need be stored for that.
/// </summary>
public readonly record struct ExecutionTrace
{
    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    private ExecutionTrace(string executionId, ActivityTraceId traceId, ActivitySpanId spanId) =>
        (ExecutionId, TraceId, SpanId) = (executionId, traceId, spanId);

    /// <summary>The execution.</summary>
    public string ExecutionId { get; }

    /// <summary>The trace.</summary>
    public ActivityTraceId TraceId { get; }

    /// <summary>The span of the execution itself.</summary>
    public ActivitySpanId SpanId { get; }

    /// <summary>What the spans of its nodes have as their parent.</summary>
    public ActivityContext Context => new(TraceId, SpanId, ActivityTraceFlags.Recorded);

    /// <summary>The trace alone: what the root of the trace begins from.</summary>
    public ActivityContext Root => new(TraceId, default, ActivityTraceFlags.Recorded);

    /// <summary>The trace of an execution.</summary>
    public static ExecutionTrace Of(string executionId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash($"orcheo/trace/1\n{executionId}", hash);
        return new ExecutionTrace(
            executionId, ActivityTraceId.CreateFromBytes(hash[..TraceBytes]), ActivitySpanId.CreateFromBytes(hash.Slice(TraceBytes, SpanBytes)));
    }

    /// <summary>The span of a node: the same before and after a wait or a crash.</summary>
    public ActivitySpanId SpanOf(string nodeId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash($"orcheo/trace/1\n{ExecutionId}\n{nodeId}", hash);
        return ActivitySpanId.CreateFromBytes(hash[..SpanBytes]);
    }

    private static void Hash(string text, Span<byte> hash)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= 512 ? stackalloc byte[512] : new byte[length];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
    }
}
