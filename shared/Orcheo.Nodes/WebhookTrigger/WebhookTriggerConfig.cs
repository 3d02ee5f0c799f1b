using System.ComponentModel;

namespace Orcheo.Nodes.WebhookTrigger;

/// <summary>Config of <c>webhook_trigger</c>.</summary>
[Description("How webhook_trigger answers the sender.")]
internal sealed record WebhookTriggerConfig
{
    /// <summary>What a delivery is answered with.</summary>
    [Description("What a delivery is answered with when the trigger's response_mode is on_completion and the run succeeds; without it, 200 and the run's output. Rendered when the run has ended, so it may refer to any node.")]
    public WebhookRespond? Respond { get; init; }
}
