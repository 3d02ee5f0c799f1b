using System.Text.Json;
using Orcheo.Core.Validation;

namespace Orcheo.Nodes.AiAgent;

/// <summary>What the schema of an agent's config cannot say.</summary>
internal static class AgentChecks
{
    /// <summary>The faults of a config as its author wrote it.</summary>
    public static IEnumerable<SchemaFault> Of(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (config.TryGetProperty("output_schema", out var schema) && SchemaFault(schema) is { } fault)
        {
            yield return new SchemaFault("/output_schema", fault, "schema");
        }

        if (!config.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, tool) in tools.EnumerateArray().Index().Where(item => item.Item.ValueKind == JsonValueKind.Object))
        {
            if (tool.TryGetProperty("parameters", out var parameters) && SchemaFault(parameters) is { } wrong)
            {
                yield return new SchemaFault($"/tools/{index}/parameters", wrong, "schema");
            }

            if (tool.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && !names.Add(name.GetString()!))
            {
                yield return new SchemaFault($"/tools/{index}/name", "is taken by an earlier tool", "uniqueItems");
            }
        }
    }

    /// <summary>Why a JSON Schema cannot be used, as the rest of a sentence; null when it can, or is not there, or is not known yet.</summary>
    public static string? SchemaFault(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || schema.GetRawText().Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            _ = new ConfigSchema(schema);
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"cannot be used as a JSON Schema ({exception.Message.TrimEnd('.')})";
        }
    }
}
