using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orcheo.IntegrationTests.Support;

[assembly: AssemblyFixture(typeof(ModelServer))]

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// The scripted model server of examples/model-server, started when the first test asks for it. Every test puts a script under a model
/// name of its own, so that tests in parallel do not see each other's calls.
/// </summary>
public sealed partial class ModelServer : IAsyncDisposable
{
    private readonly Lazy<Task<Uri>> _address;
    private readonly HttpClient _http = new();
    private Process? _process;

    public ModelServer() => _address = new Lazy<Task<Uri>>(StartAsync);

    /// <summary>The base URL of its API, with the version.</summary>
    internal async Task<string> UrlAsync() => (await _address.Value).AbsoluteUri.TrimEnd('/');

    /// <summary>Puts a script.</summary>
    /// <param name="script">An object with <c>turns</c>, as an anonymous object or JSON.</param>
    /// <returns>The name of the model that follows it.</returns>
    internal async Task<string> ScriptAsync(object script)
    {
        var model = "model-" + Guid.NewGuid().ToString("N")[..12];
        using var content = new StringContent(Flow.Json(script)!.ToJsonString());
        (await _http.PutAsync(new Uri(await _address.Value, $"/scripts/{model}"), content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        return model;
    }

    /// <summary>The calls that were made to a model, in order.</summary>
    internal async Task<IReadOnlyList<JsonElement>> CallsAsync(string model)
    {
        var text = await _http.GetStringAsync(new Uri(await _address.Value, $"/scripts/{model}/calls"), TestContext.Current.CancellationToken);
        return [.. JsonElement.Parse(text).GetProperty("calls").EnumerateArray()];
    }

    /// <summary>The config of an agent that asks a model.</summary>
    internal async Task<JsonObject> ConfigAsync(string model, object? more = null)
    {
        var config = new JsonObject { ["model"] = model, ["base_url"] = await UrlAsync(), ["prompt"] = "Go." };
        foreach (var (name, value) in Flow.Json(more ?? new { })!.AsObject())
        {
            config[name] = value?.DeepClone();
        }

        return config;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task<Uri> StartAsync()
    {
        var script = Path.Combine(RepositoryPaths.Root, "examples", "model-server", "model_server.py");
        _process = Process.Start(new ProcessStartInfo("python3", [script, "--port", "0", "--die-with-stdin"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? "";
        return Ready().Match(line) is { Success: true } match
            ? new Uri(match.Groups[1].Value)
            : throw new InvalidOperationException($"The model server did not get ready: {line}");
    }

    [GeneratedRegex(@"^Model server is ready at (http://\S+)$")]
    private static partial Regex Ready();
}
