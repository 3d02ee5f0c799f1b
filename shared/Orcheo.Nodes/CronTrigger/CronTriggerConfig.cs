using System.ComponentModel;

namespace Orcheo.Nodes.CronTrigger;

/// <summary>Config of <c>cron_trigger</c>: it has no members.</summary>
[Description("cron_trigger has no settings.")]
internal sealed record CronTriggerConfig;
