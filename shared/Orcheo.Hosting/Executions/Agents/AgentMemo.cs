using Orcheo.Core.Executions;
using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>What an agent keeps in its execution's partition for its steps. Persisted: members may be added, never renamed or removed.</summary>
/// <param name="Input">What the node was started with.</param>
/// <param name="StartedAt">When it was started: from then on its time counts.</param>
/// <param name="Functions">What the model is shown, tools of MCP servers as they were listed at the start.</param>
internal sealed record AgentMemo(RunNodeInput Input, DateTimeOffset StartedAt, IReadOnlyList<AgentFunction> Functions);
