namespace Orcheo.Hosting.Telemetry;

/// <summary>What the log lines that are written now are about: they carry it, whoever writes them.</summary>
/// <remarks>
/// Not a scope of the logger: those hold the path of the request too, which is a secret where it is a webhook's, and exporters send all of
/// them or none.
/// </remarks>
internal sealed class LogScope : IDisposable
{
    /// <summary>The execution's id, as logs name it.</summary>
    public const string ExecutionIdField = "execution_id";

    /// <summary>The node's id, as logs name it.</summary>
    public const string NodeIdField = "node_id";

    private static readonly AsyncLocal<LogScope?> Ambient = new();

    private readonly LogScope? _outer;

    private LogScope(string executionId, string? nodeId) => (ExecutionId, NodeId, _outer) = (executionId, nodeId, Current);

    /// <summary>What the caller's async flow is about; null for nothing in particular.</summary>
    public static LogScope? Current => Ambient.Value;

    /// <summary>The execution.</summary>
    public string ExecutionId { get; }

    /// <summary>The node; null when it is about none.</summary>
    public string? NodeId { get; }

    /// <summary>From now on, until it is disposed, the caller's async flow is about this.</summary>
    public static LogScope Begin(string executionId, string? nodeId = null) => Ambient.Value = new LogScope(executionId, nodeId);

    /// <inheritdoc />
    public void Dispose() => Ambient.Value = _outer;
}
