using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Calls;

/// <summary>
/// Answers a node's calls from what the node recorded in another execution: the first call of a kind with a request gets the first
/// answer to that, the second the second. Thread-safe.
/// </summary>
internal sealed class RecordedAnswers
{
    private readonly Lock _lock = new();
    private readonly string _executionId;
    private readonly string _nodeId;
    private readonly bool _complete;
    private readonly Dictionary<string, Queue<RecordedCall>> _byFingerprint;
    private readonly Dictionary<string, int> _counts;

    public RecordedAnswers(string executionId, string nodeId, IReadOnlyList<RecordedCall> calls)
    {
        _executionId = executionId;
        _nodeId = nodeId;
        _complete = calls.Count < CallLimits.MaxCalls;
        _byFingerprint = calls.GroupBy(call => call.Fingerprint).ToDictionary(group => group.Key, group => new Queue<RecordedCall>(group), StringComparer.Ordinal);
        _counts = _byFingerprint.ToDictionary(item => item.Key, item => item.Value.Count, StringComparer.Ordinal);
    }

    /// <summary>What the call came to when it was recorded.</summary>
    /// <exception cref="NodeException">It failed then; or ORC3016: the record has no answer.</exception>
    public JsonElement Answer(string fingerprint, string target)
    {
        var (recorded, isLast) = Take(fingerprint);
        if (recorded is null)
        {
            throw Missing(fingerprint, target);
        }

        if (recorded.Truncated)
        {
            throw NotRecorded($"The record of {_executionId} has the call {target} by node '{_nodeId}', but not its whole answer: it was too large to be kept.");
        }

        // No wait before what is known already; and no attempt that the record has not.
        return recorded.Error is { } error
            ? throw new NodeException(error.Code, error.Message, error.Retryable && !isLast, details: error.Details)
            : recorded.Response;
    }

    private (RecordedCall? Call, bool IsLast) Take(string fingerprint)
    {
        lock (_lock)
        {
            return _byFingerprint.TryGetValue(fingerprint, out var calls) && calls.TryDequeue(out var call) ? (call, calls.Count == 0) : (null, false);
        }
    }

    private NodeException Missing(string fingerprint, string target)
    {
        if (!_complete)
        {
            return NotRecorded($"The record of {_executionId} does not have every call of node '{_nodeId}', of which there were more than {CallLimits.MaxCalls}; {target} is not in it.");
        }

        return NotRecorded(_counts.GetValueOrDefault(fingerprint) is > 0 and var times
            ? $"The record of {_executionId} has the call {target} by node '{_nodeId}' {(times == 1 ? "once" : $"{times} times")}, and it was asked for once more."
            : $"The record of {_executionId} has no call {target} by node '{_nodeId}' with this request.");
    }

    private static NodeException NotRecorded(string what) => new(
        ErrorCodes.CallNotRecorded, $"{what} Replay with the mode live to make the call, or with the version and input that were recorded.");
}
