using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>An agent as a step finds it in the store.</summary>
internal sealed record AgentRun(AgentMemo Memo, NodeProgram Program, JsonElement Config, AgentSettings Settings, AgentConversation Conversation)
{
    public RunNodeInput Input => Memo.Input;

    public string NodeId => Program.Definition.Id;
}

/// <summary>Reads agents.</summary>
internal sealed class AgentRuns(ExecutionStore executions, NodePrograms programs)
{
    private readonly NodeInputs _inputs = new(executions.Values);

    /// <summary>Reads what an agent has come to so far.</summary>
    /// <exception cref="InvalidOperationException">It has not begun.</exception>
    public async Task<AgentRun> LoadAsync(AgentStep step, CancellationToken cancellationToken)
    {
        var memo = (await executions.GetMemoAsync(step.Tenant, step.ExecutionId, step.NodeId, cancellationToken))?.Deserialize<AgentMemo>(OrcheoJson.Options)
            ?? throw new InvalidOperationException($"The agent '{step.NodeId}' of {step.ExecutionId} has not begun.");
        var calls = await executions.GetCallsAsync(step.Tenant, step.ExecutionId, step.NodeId, cancellationToken);
        memo = memo with { Input = await _inputs.ResolveAsync(memo.Input, cancellationToken) };
        var program = programs.Get(memo.Input.Checksum, step.NodeId, memo.Input.Node);
        var (config, settings) = Render(program, memo.Input);
        return new AgentRun(memo, program, config, settings, new AgentConversation(settings, memo.Functions, calls));
    }

    /// <summary>Renders an agent's config. The same input gives the same settings at every step.</summary>
    public static (JsonElement Config, AgentSettings Settings) Render(NodeProgram program, RunNodeInput input)
    {
        var config = program.Render(input.Values);
        return (config, AgentSettings.Read(config, program.Late, input.Values));
    }
}
