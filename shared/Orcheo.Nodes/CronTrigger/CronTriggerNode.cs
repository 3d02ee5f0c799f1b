using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.CronTrigger;

/// <summary>Starts the run at the times of a schedule.</summary>
internal sealed class CronTriggerNode : TriggerNode<CronTriggerConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "cron_trigger",
        Name = "Cron trigger",
        Category = "trigger",
        Description = "Starts the run at the times of a schedule.",
        ConfigSchema = SchemaGenerator.Generate<CronTriggerConfig>(),
        OutputSchema = SchemaGenerator.Any("The due time: trigger_id, scheduled_at, fired_at and the schedule's input. Started through the API, the input instead."),
        Effect = NodeEffect.Pure,
        TriggerType = "cron",
    };
}
