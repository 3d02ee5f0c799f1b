using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.IfElse;

/// <summary>Takes one of two branches.</summary>
internal sealed class IfElseNode : Node<IfElseConfig>
{
    // There are two results only; both are made once.
    private static readonly Task<NodeResult> WhenTrue = Task.FromResult(Decided(true));
    private static readonly Task<NodeResult> WhenFalse = Task.FromResult(Decided(false));

    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "if_else",
        Name = "If / else",
        Category = "logic",
        Description = "Takes the branch 'true' or 'false', by a condition.",
        ConfigSchema = SchemaGenerator.Generate<IfElseConfig>(),
        OutputSchema = SchemaGenerator.Generate<IfElseOutput>(),
        Handles = ["true", "false"],
        HandleOf = HandleOf,
        Effect = NodeEffect.Pure,
        ExpressionMembers = SchemaGenerator.ExpressionMembers<IfElseConfig>(),
    };

    /// <summary>Whether JavaScript would take the value for true.</summary>
    internal static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => !value.ValueEquals(ReadOnlySpan<byte>.Empty),
        _ => true,
    };

    /// <summary>The branch that goes with an output.</summary>
    internal static string? HandleOf(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("result", out var result)
            ? result.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null }
            : null;

    /// <inheritdoc />
    protected override Task<NodeResult> RunAsync(IfElseConfig config, NodeContext context, CancellationToken cancellationToken) =>
        IsTruthy(config.Condition) ? WhenTrue : WhenFalse;

    private static NodeResult Decided(bool result) => new()
    {
        Output = JsonSerializer.SerializeToElement(new IfElseOutput(result), OrcheoJson.Options),
        Handle = result ? "true" : "false",
    };
}
