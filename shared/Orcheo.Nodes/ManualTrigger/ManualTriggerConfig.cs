using System.ComponentModel;

namespace Orcheo.Nodes.ManualTrigger;

/// <summary>Config of <c>manual_trigger</c>: it has no members.</summary>
[Description("manual_trigger has no settings.")]
internal sealed record ManualTriggerConfig;
