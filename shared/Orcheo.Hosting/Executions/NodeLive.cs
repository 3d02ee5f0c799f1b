using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions;

/// <summary>Shows what a node has to show to those who watch its execution, without secrets.</summary>
internal sealed class NodeLive(IEventBroadcast broadcast, RunNodeInput input, NodeRecord record, TimeProvider time) : INodeLive
{
    public bool IsWatched => broadcast.IsWatched(input.Tenant, input.ExecutionId);

    public void Show(string type, JsonElement payload)
    {
        if (IsWatched)
        {
            broadcast.Show(
                input.Tenant, input.ExecutionId, new PendingEvent(type, time.GetUtcNow(), record.NodeId, record.Redactor.Redact(payload)));
        }
    }
}
