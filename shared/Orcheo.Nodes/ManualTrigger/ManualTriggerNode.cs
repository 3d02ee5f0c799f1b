using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.ManualTrigger;

/// <summary>Starts the run when it is asked for through the API, the canvas or the SDK.</summary>
internal sealed class ManualTriggerNode : TriggerNode<ManualTriggerConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "manual_trigger",
        Name = "Manual trigger",
        Category = "trigger",
        Description = "Starts the run when it is asked for through the API, the canvas or the SDK.",
        ConfigSchema = SchemaGenerator.Generate<ManualTriggerConfig>(),
        OutputSchema = SchemaGenerator.Any("The input that the start was given; null when there was none."),
        Effect = NodeEffect.Pure,
        TriggerType = "api",
    };
}
