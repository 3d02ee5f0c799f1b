using System.Globalization;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Hosting.Options;

/// <summary>
/// Where Python code runs and what it may use. Everything but the first five settings is for the sandbox that this process starts;
/// one that stands elsewhere has its own configuration, which <see cref="AllowedImports"/>, <see cref="Network"/> and the limits of
/// nodes should repeat here. docs/guides/sandbox.md says what the values mean; unset ones have the sandbox's own defaults.
/// </summary>
public sealed class SandboxOptions
{
    /// <summary>The address of a sandbox that runs elsewhere, e.g. <c>https://my-sandbox.azurewebsites.net</c>. Unset: one is started as a child process.</summary>
    public string? Url { get; set; }

    /// <summary>The function key of the sandbox at <see cref="Url"/>.</summary>
    public string? Key { get; set; }

    /// <summary>When the child process is started. Default: in the background, once Orcheo serves.</summary>
    public SandboxStart Start { get; set; }

    /// <summary>The Python to start it with, 3.11 or later. Unset: the first that is found.</summary>
    public string? Python { get; set; }

    /// <summary>How long a run waits for a sandbox that is starting, in seconds, 1 to 300. Default 15.</summary>
    public double StartPatienceSeconds { get; set; } = 15;

    /// <summary>Modules that nodes may ask for, with commas between them. Default none.</summary>
    public string? AllowedImports { get; set; }

    /// <summary>Whether code may open connections. Default false.</summary>
    public bool Network { get; set; }

    /// <summary>Directories of further libraries, with colons between them. Default none.</summary>
    public string? LibraryPaths { get; set; }

    /// <summary>Files and directories that code may read, with colons between them. Default none.</summary>
    public string? ReadPaths { get; set; }

    /// <summary>The size of a private directory for temporary files, in MiB. Default 0: none.</summary>
    public int? TmpMb { get; set; }

    /// <summary>The layers without which no code is run.</summary>
    public string? Require { get; set; }

    /// <summary>How many runs go on at once.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>How many runs wait.</summary>
    public int? MaxQueue { get; set; }

    /// <summary>How many processes wait for a run.</summary>
    public int? Spares { get; set; }

    /// <summary>The most memory for one run, in MiB. Default 1024.</summary>
    public int? MaxMemoryMb { get; set; }

    /// <summary>The most memory for all runs together, in MiB. Default half of the machine's.</summary>
    public int? TotalMemoryMb { get; set; }

    /// <summary>The longest time limit of a run, in seconds. Default 300.</summary>
    public int? MaxTimeoutSeconds { get; set; }

    /// <summary>The largest request, in bytes.</summary>
    public int? MaxRequestBytes { get; set; }

    /// <summary>The largest result, in bytes.</summary>
    public int? MaxResultBytes { get; set; }

    /// <summary>The most lines of log of a run.</summary>
    public int? MaxLogLines { get; set; }

    /// <summary>The most text in the log of a run, in bytes.</summary>
    public int? MaxLogBytes { get; set; }

    /// <summary>How many files a run may have open.</summary>
    public int? OpenFiles { get; set; }

    /// <summary>Throws when a value cannot be used. What only the sandbox can judge, it judges itself when it starts.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (Url is { Length: > 0 } && !(Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new OptionsException("Orcheo__Sandbox__Url", "the http or https address of a sandbox");
        }

        if (Url is { Length: > 0 } && string.IsNullOrWhiteSpace(Key))
        {
            throw new OptionsException("Orcheo__Sandbox__Key", "the function key of the sandbox that Orcheo__Sandbox__Url names");
        }

        if (StartPatienceSeconds is not (>= 1 and <= 300))
        {
            throw new OptionsException("Orcheo__Sandbox__StartPatienceSeconds", "a number of seconds from 1 to 300");
        }
    }

    /// <summary>What nodes are told of the configuration.</summary>
    public SandboxPolicy Policy() => new()
    {
        AllowedImports = (AllowedImports ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Network = Network,
        MaxMemoryMb = MaxMemoryMb ?? new SandboxPolicy().MaxMemoryMb,
        MaxTimeoutSeconds = MaxTimeoutSeconds ?? new SandboxPolicy().MaxTimeoutSeconds,
    };

    /// <summary>The settings as environment variables of the child process; what is not set is not among them.</summary>
    public IReadOnlyDictionary<string, string> Environment() =>
        new (string Name, string? Value)[]
        {
            ("ALLOWED_IMPORTS", AllowedImports), ("NETWORK", Network ? "true" : null), ("LIBRARY_PATHS", LibraryPaths), ("READ_PATHS", ReadPaths),
            ("TMP_MB", Text(TmpMb)), ("REQUIRE", Require), ("MAX_CONCURRENCY", Text(MaxConcurrency)), ("MAX_QUEUE", Text(MaxQueue)),
            ("SPARES", Text(Spares)), ("MAX_MEMORY_MB", Text(MaxMemoryMb)), ("TOTAL_MEMORY_MB", Text(TotalMemoryMb)),
            ("MAX_TIMEOUT_SECONDS", Text(MaxTimeoutSeconds)), ("MAX_REQUEST_BYTES", Text(MaxRequestBytes)), ("MAX_RESULT_BYTES", Text(MaxResultBytes)),
            ("MAX_LOG_LINES", Text(MaxLogLines)), ("MAX_LOG_BYTES", Text(MaxLogBytes)), ("OPEN_FILES", Text(OpenFiles)),
        }
        .Where(item => !string.IsNullOrWhiteSpace(item.Value))
        .ToDictionary(item => "ORCHEO_SANDBOX_" + item.Name, item => item.Value!, StringComparer.Ordinal);

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>When the sandbox's process is started.</summary>
public enum SandboxStart
{
    /// <summary>In the background, once Orcheo serves: the first run does not wait.</summary>
    Background,

    /// <summary>When the first run asks for it: who runs no Python code pays nothing.</summary>
    OnDemand,
}
