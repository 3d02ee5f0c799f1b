using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.SetVariable;

/// <summary>Sets values in the run's <c>state</c>.</summary>
internal sealed partial class SetVariableNode : Node<SetVariableConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "set_variable",
        Name = "Set variable",
        Category = "data",
        Description = "Sets values in the state of the run, for every node that follows.",
        ConfigSchema = SchemaGenerator.Generate<SetVariableConfig>(),
        OutputSchema = SchemaGenerator.Generate<SetVariableOutput>(),
        Effect = NodeEffect.Pure,
        PatchOf = output => output.ValueKind == JsonValueKind.Object ? output : null,
    };

    /// <inheritdoc />
    protected override Task<NodeResult> RunAsync(SetVariableConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        if (config.Values.ValueKind != JsonValueKind.Object)
        {
            throw Misfit("$.values", $"an object is expected, not {ConfigError.Describe(config.Values)}");
        }

        foreach (var value in config.Values.EnumerateObject())
        {
            if (!VariableName().IsMatch(value.Name))
            {
                throw Misfit(
                    "$.values",
                    $"'{value.Name}' is no name of a variable (letters, digits and underscores, not beginning with a digit, at most 64 characters)");
            }
        }

        return Task.FromResult(new NodeResult { Output = config.Values, Patch = config.Values });
    }

    // \z, where the schema's dialect says $: in .NET, $ would let a line feed follow.
    [GeneratedRegex(@"\A(?!__proto__\z)[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex VariableName();
}
