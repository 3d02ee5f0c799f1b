using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Orcheo.Hosting.Sandbox.Child;

/// <summary>
/// One process of the sandbox, from its start to its end. It ends when its standard input does, which is when this process lets go of
/// it or dies, however it dies; and with it every process below it.
/// </summary>
internal sealed class SandboxProgram : IAsyncDisposable
{
    /// <summary>The exit code for what starting again does not mend.</summary>
    private const int RefusedExit = 78;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private SandboxProgram(string interpreter, string folder, IReadOnlyDictionary<string, string> settings, ILogger logger)
    {
        _process = new Process { StartInfo = StartInfo(interpreter, folder, settings, _key), EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) => Relay(line.Data, logger);
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the process; <see cref="ReadyAsync"/> says whether it serves.</summary>
    /// <param name="interpreter">The path of a Python.</param>
    /// <param name="folder">Where the package <c>orcheo_sandbox</c> is.</param>
    /// <param name="settings">Its environment. It gets nothing else of ours.</param>
    /// <param name="logger">Is told what it writes about itself.</param>
    public static SandboxProgram Start(string interpreter, string folder, IReadOnlyDictionary<string, string> settings, ILogger logger)
    {
        var program = new SandboxProgram(interpreter, folder, settings, logger);
        program._process.Start();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="SandboxRefusedException">It does not serve.</exception>
    public async Task<SandboxReady> ReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartPatience);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (Parse(line) is { } ready)
            {
                return ready;
            }

            await _process.WaitForExitAsync(limit.Token);
            throw new SandboxRefusedException(Reason(line) ?? $"it ended with exit code {_process.ExitCode}", _process.ExitCode == RefusedExit);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxRefusedException($"it did not get ready within {StartPatience.TotalSeconds} s", isFinal: false);
        }
    }

    /// <summary>Waits until the process has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends the process and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private SandboxReady? Parse(string? line)
    {
        var json = Read(line);
        return json.ValueKind == JsonValueKind.Object && json.GetProperty("event").ValueEquals("ready")
            ? new SandboxReady(
                new SandboxTarget(new Uri($"http://127.0.0.1:{json.GetProperty("port").GetInt32()}/"), _key, IsRemote: false),
                json.GetProperty("layers").Deserialize<Dictionary<string, bool>>()!)
            : null;
    }

    private static string? Reason(string? line)
    {
        var json = Read(line);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("message", out var message) ? message.GetString() : null;
    }

    private static JsonElement Read(string? line)
    {
        try
        {
            return line is null ? default : JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ProcessStartInfo StartInfo(
        string interpreter, string folder, IReadOnlyDictionary<string, string> settings, string key)
    {
        var start = new ProcessStartInfo(interpreter, ["-E", "-s", "-X", "utf8", "-m", "orcheo_sandbox.server"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Secrets of this process are in its environment.
        start.Environment.Clear();
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["ORCHEO_SANDBOX_KEY"] = key;
        return start;
    }

    private static void Relay(string? line, ILogger logger)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        if (line.StartsWith("INFO ", StringComparison.Ordinal))
        {
            SandboxLogs.Said(logger, line);
        }
        else
        {
            SandboxLogs.Complained(logger, line);
        }
    }
}

/// <summary>A sandbox that serves.</summary>
/// <param name="Target">Where.</param>
/// <param name="Layers">Which layers of isolation hold.</param>
internal sealed record SandboxReady(SandboxTarget Target, IReadOnlyDictionary<string, bool> Layers);

/// <summary>A sandbox's process came up and does not serve.</summary>
/// <param name="reason">Why.</param>
/// <param name="isFinal">Whether starting it again is no use.</param>
internal sealed class SandboxRefusedException(string reason, bool isFinal) : Exception(reason)
{
    /// <summary>Whether starting it again is no use.</summary>
    public bool IsFinal { get; } = isFinal;
}
