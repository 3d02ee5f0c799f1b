using System.Runtime.InteropServices;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// A node's log lines become events, without secrets. It holds only so much, whatever the node writes; where it is cut, its last line
/// says so.
/// </summary>
internal sealed class NodeLog(NodeRecord record, TimeProvider time) : INodeLog
{
    /// <summary>At most so many lines of one run of a node.</summary>
    public const int MaxLines = 1000;

    /// <summary>At most about so many bytes of it.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private int _lines;
    private int _bytes;
    private bool _isCut;

    public void Write(string level, string message, JsonElement? fields = null)
    {
        // Whoever floods the log must not go on costing the work below.
        if (Volatile.Read(ref _isCut))
        {
            return;
        }

        var line = EventPayloads.Log(
            time.GetUtcNow(),
            record.NodeId,
            LevelOf(level),
            record.Redactor.Redact(message ?? ""),
            fields is { ValueKind: not JsonValueKind.Undefined } values ? record.Redactor.Redact(values) : null);
        lock (_lock)
        {
            Add(line);
        }
    }

    private void Add(PendingEvent line)
    {
        if (_isCut)
        {
            return;
        }

        _lines++;
        _bytes += JsonMarshal.GetRawUtf8Value(line.Payload).Length;
        _isCut = _lines > MaxLines || _bytes > MaxBytes;
        record.Add(_isCut ? EventPayloads.LogCut(line.Ts, record.NodeId) : line);
    }

    /// <summary>One of the four levels; other names for them are understood, and what is none of them is <c>info</c>.</summary>
    private static string LevelOf(string? level) => level?.ToUpperInvariant() switch
    {
        "DEBUG" or "TRACE" or "VERBOSE" => "debug",
        "WARNING" or "WARN" => "warning",
        "ERROR" or "CRITICAL" or "FATAL" => "error",
        _ => "info",
    };
}
