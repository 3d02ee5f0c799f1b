using System.Text.Json;

namespace Orcheo.Nodes.Sandbox;

/// <summary>One run of Python code.</summary>
public sealed record SandboxJob
{
    /// <summary>Names the run in the sandbox; no two that go on at once have the same. 1 to 200 printable ASCII characters without spaces.</summary>
    public required string RunId { get; init; }

    /// <summary>The code; it defines <c>main</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What <c>main</c> is called with, by name: a JSON object.</summary>
    public required JsonElement Inputs { get; init; }

    /// <summary>The time limit from when the run leaves the sandbox's queue, in seconds.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>The memory that the code may take, in MiB.</summary>
    public required int MemoryMb { get; init; }

    /// <summary>Modules beyond the default ones.</summary>
    public IReadOnlyList<string> AllowedImports { get; init; } = [];
}
