using System.ComponentModel;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.IfElse;

/// <summary>Config of <c>if_else</c>.</summary>
[Description("What if_else decides on.")]
internal sealed record IfElseConfig
{
    /// <summary>The expression; in the rendered config, the value that it came to.</summary>
    [Expression]
    [Description("A bare expression, for example nodes.fetch.output.status === 200. Its value counts as JavaScript would count it: false, 0, \"\" and null are false.")]
    public required JsonElement Condition { get; init; }
}
