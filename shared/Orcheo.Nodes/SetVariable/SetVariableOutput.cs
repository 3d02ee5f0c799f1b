using System.ComponentModel;
using System.Text.Json;

namespace Orcheo.Nodes.SetVariable;

/// <summary>Output of <c>set_variable</c>; exists for its schema, the node hands the values on as they are.</summary>
[Description("The values that were set, by name.")]
internal sealed class SetVariableOutput : Dictionary<string, JsonElement>;
