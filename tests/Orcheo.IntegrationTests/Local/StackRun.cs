using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Local;

/// <summary>
/// The local stack with an environment of the test's making, whose two streams and exit code are looked at: how it starts, and how
/// it refuses to. It is killed when the test lets go of it.
/// </summary>
internal sealed partial class StackRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StackRun(Process process) => _process = process;

    public string Output => Read(_output);

    public string Error => Read(_error);

    /// <summary>Starts the stack on that data directory and a free port, unless the settings say otherwise.</summary>
    public static StackRun Start(string dataDirectory, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", RepositoryPaths.LocalStack])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Orcheo__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["Orcheo__Port"] = "0";
        start.Environment["Orcheo__Sandbox__Start"] = "OnDemand";
        start.Environment["Orcheo__DataDirectory"] = dataDirectory;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var run = new StackRun(new Process { StartInfo = start, EnableRaisingEvents = true });
        run._process.OutputDataReceived += (_, line) => run.Received(run._output, line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Received(run._error, line.Data);
        run._process.Exited += (_, _) => run._ready.TrySetException(new InvalidOperationException("The stack ended before it was ready."));
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until the stack serves.</summary>
    public async Task<Uri> ReadyAsync()
    {
        try
        {
            return await _ready.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"{exception.Message}\n{Output}\n{Error}", exception);
        }
    }

    /// <summary>Waits until the stack has ended by itself, and has been read to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await ExitAsync();
    }

    /// <summary>What <c>GET</c> answers to that key.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path, string? key = null)
    {
        using var http = new HttpClient { BaseAddress = await ReadyAsync() };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"^Orcheo is ready at (http://\S+?)/?\s*$")]
    private static partial Regex ReadyLine();

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private void Received(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (text)
        {
            text.AppendLine(line);
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }
}
