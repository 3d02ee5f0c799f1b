using System.ComponentModel;

namespace Orcheo.Nodes.WebhookTrigger;

/// <summary>Config of <c>webhook_trigger</c>: it has no members.</summary>
[Description("webhook_trigger has no settings.")]
internal sealed record WebhookTriggerConfig;
