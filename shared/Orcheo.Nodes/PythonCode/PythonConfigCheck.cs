using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Validation;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Nodes.PythonCode;

/// <summary>What can be said of a config before it runs: whether the sandbox is configured to give what it asks for.</summary>
internal static class PythonConfigCheck
{
    /// <summary>Finds what the sandbox would refuse.</summary>
    public static IEnumerable<SchemaFault> Find(JsonElement config, SandboxPolicy policy)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (config.TryGetProperty("allowed_imports", out var modules) && modules.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, module) in modules.EnumerateArray().Index())
            {
                if (Refused(module, policy) is { } fault)
                {
                    yield return new SchemaFault(JsonPointer.Append("/allowed_imports", index), fault, "allowed_imports");
                }
            }
        }

        if (Number(config, "memory_mb") > policy.MaxMemoryMb)
        {
            yield return Above("memory_mb", policy.MaxMemoryMb, "Orcheo__Sandbox__MaxMemoryMb");
        }

        if (Number(config, "timeout_seconds") > policy.MaxTimeoutSeconds)
        {
            yield return Above("timeout_seconds", policy.MaxTimeoutSeconds, "Orcheo__Sandbox__MaxTimeoutSeconds");
        }
    }

    private static string? Refused(JsonElement module, SandboxPolicy policy)
    {
        if (module.ValueKind != JsonValueKind.String || module.GetString()! is not { } name || !IsModule(name) || policy.Permits(name))
        {
            return null;
        }

        var hint = DidYouMean.Hint(name, SandboxPolicy.DefaultImports.Concat(policy.AllowedImports));
        return $"names the module '{name}'{hint}, which is not permitted here; Orcheo__Sandbox__AllowedImports lists what is besides the default modules";
    }

    /// <summary>What is none is a template, or a fault that the schema tells.</summary>
    private static bool IsModule(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.');

    private static double? Number(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static SchemaFault Above(string name, double limit, string setting) => new(
        "/" + name, string.Create(CultureInfo.InvariantCulture, $"must be at most {limit} ({setting})"), "maximum");
}
