namespace Orcheo.Nodes.Sandbox;

/// <summary>What whoever runs Orcheo lets Python code do; configuration section <c>Orcheo:Sandbox</c>.</summary>
public sealed record SandboxPolicy
{
    /// <summary>The modules that any code may import, with what is below them. The sandbox has the same list (settings.py).</summary>
    public static IReadOnlyList<string> DefaultImports { get; } =
    [
        "math", "cmath", "statistics", "decimal", "fractions", "random", "datetime", "time", "calendar", "zoneinfo", "json", "re",
        "string", "textwrap", "unicodedata", "html", "csv", "io", "base64", "binascii", "hashlib", "hmac", "secrets", "uuid", "zlib",
        "gzip", "collections", "itertools", "functools", "operator", "heapq", "bisect", "copy", "enum", "dataclasses", "typing",
        "types", "abc", "contextlib", "urllib.parse", "logging",
    ];

    /// <summary>Modules that a node may ask for by <c>allowed_imports</c>, besides the default ones. Default none.</summary>
    public IReadOnlyList<string> AllowedImports { get; init; } = [];

    /// <summary>Whether code may open connections. Default false. Where it may, a run is a call to the world outside.</summary>
    public bool Network { get; init; }

    /// <summary>The most that a node may ask for as <c>memory_mb</c>. Default 1024.</summary>
    public int MaxMemoryMb { get; init; } = 1024;

    /// <summary>The most that a node may ask for as <c>timeout_seconds</c>. Default 300.</summary>
    public double MaxTimeoutSeconds { get; init; } = 300;

    /// <summary>Whether a node may name the module in <c>allowed_imports</c>: it, or a package above it, is on one of the lists.</summary>
    public bool Permits(string module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return DefaultImports.Concat(AllowedImports).Contains(module, StringComparer.Ordinal);
    }
}
