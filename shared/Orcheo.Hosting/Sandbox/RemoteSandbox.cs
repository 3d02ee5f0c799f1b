using System.Text.Json;

namespace Orcheo.Hosting.Sandbox;

/// <summary>A sandbox that runs elsewhere, as a function app.</summary>
/// <param name="url">Its address.</param>
/// <param name="key">Its function key.</param>
/// <param name="time">Measures how old an answer is.</param>
internal sealed class RemoteSandbox(string url, string key, TimeProvider time) : ISandboxTargets, IDisposable
{
    private const string Provider = "remote";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whoever asks more often than this gets the same answer: the question needs no key here.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(15);

    private readonly SandboxTarget _target = new(new Uri(url.TrimEnd('/') + "/"), key, IsRemote: true);
    private readonly HttpClient _http = SandboxHttp.Client();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (SandboxHealth Health, long At)? _last;

    /// <inheritdoc />
    public ValueTask<SandboxTarget> GetAsync(SandboxTarget? lost, CancellationToken cancellationToken) => lost is null
        ? ValueTask.FromResult(_target)
        : throw SandboxFailure.Unavailable($"The sandbox at {_target.Address} cannot be reached.", retryable: true);

    /// <inheritdoc />
    public async ValueTask<SandboxHealth> CheckAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) >= Freshness)
            {
                last = (await AskAsync(cancellationToken), time.GetTimestamp());
                _last = last;
            }

            return last.Health;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _asking.Dispose();
    }

    private async Task<SandboxHealth> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var request = SandboxHttp.Request(_target, HttpMethod.Get, "health");
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(limit.Token));
            return answer.TryGetProperty("layers", out var layers)
                ? new SandboxHealth(answer.GetProperty("status").GetString()!, Provider, LayersOf(layers))
                : Unavailable($"It answers with the status {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (
            exception is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Unavailable("It does not answer as a sandbox does.");
        }
    }

    private static Dictionary<string, bool> LayersOf(JsonElement layers) =>
        layers.EnumerateObject().ToDictionary(layer => layer.Name, layer => layer.Value.GetProperty("active").GetBoolean(), StringComparer.Ordinal);

    private static SandboxHealth Unavailable(string message) => new("unavailable", Provider, Message: message);
}
