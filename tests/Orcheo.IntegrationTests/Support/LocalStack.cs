using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// The built local stack as a child process on a data directory of its own. It can be stopped, killed and started again on
/// the same data, and it dies with the test process.
/// </summary>
internal sealed partial class LocalStack : IAsyncDisposable
{
    // The shell becomes the stack (exec), after leaving a watcher behind: when the test process dies, however it dies, its end
    // of the pipe closes, the watcher's read fails and the stack is killed. A line on the pipe tells the watcher to leave.
    private const string Launcher =
        "exec 3<&0; { read -r _ <&3 || kill -KILL $$; } >/dev/null 2>&1 & exec \"$0\" \"$@\" </dev/null 3<&-";

    private static readonly string[] Configures = ["Orcheo__", "OTEL_", "APPLICATIONINSIGHTS_"];

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly LocalStackOptions _options;
    private readonly TestStorage _storage;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private TaskCompletionSource<Uri> _ready = NewSignal();

    private LocalStack(LocalStackOptions options, TestStorage storage)
    {
        _options = options;
        _storage = storage;
        DataDirectory = Directory.CreateTempSubdirectory("orcheo-test-").FullName;
        AdminKey = "test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>Where the stack keeps everything.</summary>
    public string DataDirectory { get; }

    /// <summary>The id of its process, while it runs.</summary>
    public int ProcessId => Running().Id;

    /// <summary>The bootstrap key, with all scopes.</summary>
    public string AdminKey { get; }

    /// <summary>Where it serves now; changes with every start.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>A client with the admin key, for where the stack serves now.</summary>
    public ApiClient Client { get; private set; } = null!;

    /// <summary>Everything that the stack wrote, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a stack and waits until it serves.</summary>
    public static async Task<LocalStack> StartAsync(LocalStackOptions? options = null)
    {
        options ??= new LocalStackOptions();
        var stack = new LocalStack(options, await TestStorage.NewAsync(TestStorage.IsAzure && !options.Sqlite));
        try
        {
            await stack.StartProcessAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the storage that the stack uses, beside it.</summary>
    public ITableStore OpenStore() => _storage.Open(DataDirectory);

    /// <summary>Starts again on the same data, after a stop or a kill.</summary>
    public Task StartAgainAsync() => StartProcessAsync();

    /// <summary>SIGKILL: no notice, no clean-up.</summary>
    public async Task KillAsync()
    {
        var process = Running();
        process.Kill();
        await process.WaitForExitAsync();
        Release();
    }

    /// <summary>SIGTERM: a clean stop.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        var process = Running();
        using (var signal = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The stack did not stop within {StopLimit.TotalSeconds} s of SIGTERM.\n{Output}");
        }

        var code = process.ExitCode;
        Release();
        return code;
    }

    /// <summary>The size in memory that the process comes to rest at: the least of several looks, so that garbage counts as little as it can.</summary>
    public async Task<long> SettledBytesAsync()
    {
        var least = long.MaxValue;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var look = 0; look < 12; look++)
        {
            await timer.WaitForNextTickAsync();
            Running().Refresh();
            least = Math.Min(least, Running().WorkingSet64);
        }

        return least;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        Release();
        Client?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static TaskCompletionSource<Uri> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"^Orcheo is ready at (http://\S+?)/?\s*$")]
    private static partial Regex ReadyLine();

    private Process Running() => _process is { HasExited: false } process
        ? process
        : throw new InvalidOperationException($"The stack is not running.\n{Output}");

    private async Task StartProcessAsync()
    {
        if (!File.Exists(RepositoryPaths.LocalStack))
        {
            throw new FileNotFoundException($"Build functions/local first: there is no {RepositoryPaths.LocalStack}.");
        }

        _ready = NewSignal();
        var process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Received(line.Data);
        process.ErrorDataReceived += (_, line) => Received(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("The stack ended before it was ready."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        try
        {
            Address = await _ready.Task.WaitAsync(StartLimit);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The stack did not get ready: {exception.Message}\n{Output}", exception);
        }

        Client?.Dispose();
        Client = new ApiClient(Address, AdminKey);
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launcher, DotnetHost(), "exec", RepositoryPaths.LocalStack])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = DataDirectory,
        };

        // What the developer's shell configures must not reach the stack under test.
        foreach (var name in start.Environment.Keys.Where(name => Configures.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["Orcheo__Port"] = "0";
        start.Environment["Orcheo__DataDirectory"] = Path.Combine(DataDirectory, "data");
        start.Environment["Orcheo__AdminKey"] = AdminKey;
        start.Environment["Orcheo__Http__AllowPrivateNetworks"] = _options.AllowPrivateNetworks ? "true" : "false";

        // No settings file is watched: a user may have 128 inotify instances, and every stack would take one.
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";

        // Most tests run no Python: they need not start what would.
        start.Environment["Orcheo__Sandbox__Start"] = "OnDemand";

        // Many tests share a stack and its key; those of the limits set their own.
        foreach (var limit in (string[])["PerKey__PerSecond", "PerKey__Burst", "PerIp__PerSecond", "PerIp__Burst"])
        {
            start.Environment["Orcheo__RateLimits__" + limit] = "1000000";
        }

        foreach (var (name, value) in _storage.Settings.Concat(_options.Environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string DotnetHost() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private void Received(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    private void Release()
    {
        if (_process is null)
        {
            return;
        }

        try
        {
            _process.StandardInput.WriteLine();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The watcher has left already.
        }

        _process.Dispose();
        _process = null;
    }
}
