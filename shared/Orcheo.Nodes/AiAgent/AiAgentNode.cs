using Orcheo.Core.Credentials;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.AiAgent;

/// <summary>
/// Asks a language model, which may call tools until it has an answer. The orchestration <c>RunAgent</c> runs it step by step; what
/// this class runs is one attempt of one model call.
/// </summary>
internal sealed class AiAgentNode(ModelClient models) : Node<AiAgentConfig>
{
    /// <summary>The orchestration's name, as the function app has it.</summary>
    public const string OrchestrationName = "RunAgent";

    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "ai_agent",
        Name = "AI agent",
        Category = "ai",
        Description = "Asks a language model, which may call tools until it has an answer.",
        ConfigSchema = SchemaGenerator.Generate<AiAgentConfig>(),
        OutputSchema = SchemaGenerator.Generate<AiAgentOutput>(),
        CredentialTypes = [CredentialTypes.OpenAi],
        DefaultTimeoutSeconds = 120,
        Effect = NodeEffect.Unsafe,
        LateMembers = ["tools"],
        Orchestration = OrchestrationName,
        Embedded = ToolTypes.In,
        Check = AgentChecks.Of,
        MasksPersonalData = true,
    };

    /// <inheritdoc />
    protected override async Task<NodeResult> RunAsync(AiAgentConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        var endpoint = ModelEndpoint.Of(config, context.Credential);
        var call = new ExternalCall("model", $"{config.Model} at {endpoint.Origin}", context.Step);
        return NodeResult.Of(await context.Calls.CallAsync(
            call, cancel => models.CompleteAsync(endpoint, config, context, cancel), cancellationToken));
    }
}
