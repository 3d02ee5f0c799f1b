using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.PythonCode;

/// <summary>Config of <c>python_code</c>.</summary>
[Description("The code that python_code runs, and what it may use.")]
internal sealed record PythonCodeConfig
{
    /// <summary>The code.</summary>
    [Code("text/x-python")]
    [StringLength(256 * 1024, MinimumLength = 1)]
    [Description("Python that defines main(**inputs); what main returns is the output. Taken as it is: {{ }} in it is Python, not a template. Values of the run come in by inputs.")]
    public required string Code { get; init; }

    /// <summary>The arguments of <c>main</c>.</summary>
    [Schema("""{"type":"object","default":{}}""")]
    [Description("What main is called with, by name. Type hints on main convert and check it.")]
    public JsonElement Inputs { get; init; }

    /// <summary>The time limit of the code.</summary>
    [Range(0.05, 86400.0)]
    [Description("The time limit of the code, in seconds; without what it waits for its turn. At most what the sandbox allows (300 unless configured).")]
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>The memory of the code.</summary>
    [Range(16, 65536)]
    [Description("The memory that the code may take, in MiB. At most what the sandbox allows (1024 unless configured).")]
    public int MemoryMb { get; init; } = 256;

    /// <summary>Further modules.</summary>
    [Schema("""{"maxItems":64,"items":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$"}}""")]
    [Description("Modules that the code imports beyond the default ones. Whoever runs Orcheo permits them (Orcheo__Sandbox__AllowedImports).")]
    public IReadOnlyList<string>? AllowedImports { get; init; }
}
