using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.WebhookTrigger;

/// <summary>Starts the run when a webhook delivery arrives.</summary>
internal sealed class WebhookTriggerNode : TriggerNode<WebhookTriggerConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "webhook_trigger",
        Name = "Webhook trigger",
        Category = "trigger",
        Description = "Starts the run when a webhook delivery arrives.",
        ConfigSchema = SchemaGenerator.Generate<WebhookTriggerConfig>(),
        OutputSchema = SchemaGenerator.Any("The delivery: trigger_id, delivery_id, method, content_type, headers, query, body and received_at. Started through the API, the input instead."),
        Effect = NodeEffect.Pure,
        DeferredMembers = ["respond"],
        TriggerType = "webhook",
    };
}
