using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Executions;

/// <summary>What entry nodes put out.</summary>
public static class EntryValues
{
    /// <summary>The input of a start by the API or an agent; else the trigger's payload: what expressions see as <c>trigger</c>, without the <c>type</c>.</summary>
    public static JsonElement Of(string triggerType, JsonElement trigger, JsonElement input) =>
        triggerType is ExecutionTrigger.Api or ExecutionTrigger.Agent
            ? input
            : JsonSerializer.SerializeToElement(
                trigger.EnumerateObject().Where(member => member.Name != "type").ToDictionary(member => member.Name, member => member.Value), OrcheoJson.Options);
}
