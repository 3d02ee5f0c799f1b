using System.Collections;

namespace Orcheo.Hosting.Telemetry;

/// <summary>What log lines are about: they carry it, whoever writes them.</summary>
/// <param name="executionId">The execution.</param>
/// <param name="nodeId">The node, where the lines are about one.</param>
internal sealed class LogScope(string executionId, string? nodeId = null) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The execution's id, as logs name it.</summary>
    public const string ExecutionId = "execution_id";

    /// <summary>The node's id, as logs name it.</summary>
    public const string NodeId = "node_id";

    public int Count => nodeId is null ? 1 : 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(ExecutionId, executionId),
        1 when nodeId is not null => new(NodeId, nodeId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => nodeId is null ? $"execution {executionId}" : $"execution {executionId}, node {nodeId}";
}
