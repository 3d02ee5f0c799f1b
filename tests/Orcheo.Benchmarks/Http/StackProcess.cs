using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Orcheo.Benchmarks.Http;

/// <summary>The built local stack as a child process.</summary>
internal sealed class StackProcess : IAsyncDisposable
{
    private const string ReadyPrefix = "Orcheo is ready at ";
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();

    private StackProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The key that requests carry; at first the admin key.</summary>
    public string Key { get; set; } = "bench-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>From the start of the process to its ready line.</summary>
    public TimeSpan StartUp { get; private set; }

    public double MemoryMegabytes => Megabytes(process => process.WorkingSet64);

    public double PeakMemoryMegabytes => Megabytes(process => process.PeakWorkingSet64);

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the stack on a data directory and waits until it serves.</summary>
    /// <param name="dataDirectory">Where it keeps its files.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <param name="raiseLimits">Whether the rate limits are out of the way: a closed loop asks for all that the stack can do.</param>
    /// <param name="environment">Further environment variables.</param>
    public static async Task<StackProcess> StartAsync(
        string dataDirectory, CancellationToken cancellationToken, bool raiseLimits = true, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Repository.LocalStack])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        var stack = new StackProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        start.Environment["Orcheo__Port"] = "0";
        start.Environment["Orcheo__DataDirectory"] = dataDirectory;
        start.Environment["Orcheo__AdminKey"] = stack.Key;
        start.Environment["Orcheo__Http__AllowPrivateNetworks"] = "true";
        foreach (var limit in raiseLimits ? new[] { "PerKey__PerSecond", "PerKey__Burst", "PerIp__PerSecond", "PerIp__Burst" } : [])
        {
            start.Environment["Orcheo__RateLimits__" + limit] = "1000000";
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            await stack.WaitUntilReadyAsync(cancellationToken);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates something, which must succeed.</summary>
    /// <returns>The answer.</returns>
    public Task<System.Text.Json.JsonElement> CreateAsync(string path, string json, CancellationToken cancellationToken) =>
        AskAsync(RawRequest.Post(this, path, json), 201, cancellationToken);

    /// <summary>Reads something, which must succeed.</summary>
    public Task<System.Text.Json.JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(RawRequest.Get(this, path), 200, cancellationToken);

    private async Task<System.Text.Json.JsonElement> AskAsync(byte[] request, int status, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(Address, cancellationToken);
        var answer = await connection.SendAsync(request, cancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(answer.Body.Span);
        if (answer.Status != status)
        {
            throw new InvalidOperationException($"{status} was expected, not {answer.Status}: {text}");
        }

        // A chunked body has lines around the JSON.
        return System.Text.Json.JsonElement.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            using var limit = new CancellationTokenSource(_stopLimit);
            try
            {
                using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"    the stack did not stop within {_stopLimit.TotalSeconds:0} s of SIGTERM and was killed");
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private bool IsRunning
    {
        get
        {
            try
            {
                return !_process.HasExited;
            }
            catch (InvalidOperationException)
            {
                return false; // It never started.
            }
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.ErrorDataReceived += (_, line) => Received(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("The stack ended before it was ready."));
        var started = Stopwatch.GetTimestamp();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Address = await _ready.Task.WaitAsync(_startLimit, cancellationToken);
            StartUp = Stopwatch.GetElapsedTime(started);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            string said;
            lock (_lastLines)
            {
                said = string.Join('\n', _lastLines);
            }

            throw new InvalidOperationException($"The stack did not start: {exception.Message}\n{said}", exception);
        }
    }

    private void Received(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 50)
            {
                _lastLines.Dequeue();
            }
        }

        if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line[ReadyPrefix.Length..].Trim()));
        }
    }

    private double Megabytes(Func<Process, long> bytes)
    {
        _process.Refresh();
        return Math.Round(bytes(_process) / (1024.0 * 1024.0), 1);
    }
}
