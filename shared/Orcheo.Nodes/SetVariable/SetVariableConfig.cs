using System.ComponentModel;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.SetVariable;

/// <summary>Config of <c>set_variable</c>.</summary>
[Description("What set_variable sets.")]
internal sealed record SetVariableConfig
{
    /// <summary>The values by name.</summary>
    [Description("The values by name. A name is an identifier: letters, digits and underscores, not beginning with a digit, at most 64 characters.")]
    [Schema("""{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]{0,63}$","not":{"const":"__proto__"}}}""")]
    public required JsonElement Values { get; init; }
}
