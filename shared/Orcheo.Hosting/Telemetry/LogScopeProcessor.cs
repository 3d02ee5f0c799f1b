using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Gives log records the ids of what they are about, before they are queued.</summary>
internal sealed class LogScopeProcessor : BaseProcessor<LogRecord>
{
    /// <inheritdoc />
    public override void OnEnd(LogRecord data)
    {
        if (LogScope.Current is not { } scope)
        {
            return;
        }

        var attributes = new List<KeyValuePair<string, object?>>(data.Attributes ?? []) { new(LogScope.ExecutionIdField, scope.ExecutionId) };
        if (scope.NodeId is { } nodeId)
        {
            attributes.Add(new(LogScope.NodeIdField, nodeId));
        }

        data.Attributes = attributes;
    }
}
