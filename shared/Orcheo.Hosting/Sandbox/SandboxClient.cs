using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Hosting.Sandbox;

/// <summary>Runs code in the sandbox, over HTTP. A connection does one run at a time; closing it kills the run.</summary>
internal sealed class SandboxClient(ISandboxTargets targets) : IPythonSandbox, IDisposable
{
    private const int MaxProblemBytes = 64 * 1024;
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue Lines = new("application/x-ndjson");

    private readonly HttpClient _http = SandboxHttp.Client();

    /// <inheritdoc />
    public async Task<SandboxOutcome> RunAsync(SandboxJob job, Action<SandboxLogLine> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(log);
        var body = Body(job);
        try
        {
            return await RunAsync(job, body, log, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw SandboxFailure.Lost(exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<SandboxOutcome> RunAsync(
        SandboxJob job, ReadOnlyMemory<byte> body, Action<SandboxLogLine> log, CancellationToken cancellationToken)
    {
        var target = await targets.GetAsync(null, cancellationToken);
        try
        {
            return await RunAsync(target, job, body, log, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // There was no connection, so nothing has run: the sandbox that follows may take it.
            target = await targets.GetAsync(target, cancellationToken);
            return await RunAsync(target, job, body, log, cancellationToken);
        }
    }

    private async Task<SandboxOutcome> RunAsync(
        SandboxTarget target, SandboxJob job, ReadOnlyMemory<byte> body, Action<SandboxLogLine> log, CancellationToken cancellationToken)
    {
        using var request = Request(target, "run", body);
        request.Headers.Accept.Add(Lines);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? await SandboxAnswer.ReadAsync(stream, log, cancellationToken)
                : throw SandboxFailure.Of(response, await BeginningAsync(stream, cancellationToken));
        }
        catch (OperationCanceledException) when (target.IsRemote)
        {
            _ = CancelAsync(target, job.RunId);
            throw;
        }
    }

    /// <summary>What stands between us and a sandbox elsewhere may not tell it that the connection was closed.</summary>
    private async Task CancelAsync(SandboxTarget target, string runId)
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        using var request = Request(target, "cancel", JsonSerializer.SerializeToUtf8Bytes(new { run_id = runId }));
        await ((Task)_http.SendAsync(request, limit.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static HttpRequestMessage Request(SandboxTarget target, string action, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        return SandboxHttp.Request(target, HttpMethod.Post, action, content);
    }

    private static ReadOnlyMemory<byte> Body(SandboxJob job)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = OrcheoJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("run_id", job.RunId);
            writer.WriteString("code", job.Code);
            writer.WritePropertyName("inputs");
            job.Inputs.WriteTo(writer);
            writer.WriteNumber("timeout_seconds", job.TimeoutSeconds);
            writer.WriteNumber("memory_mb", job.MemoryMb);
            if (job.AllowedImports.Count > 0)
            {
                writer.WritePropertyName("allowed_imports");
                JsonSerializer.Serialize(writer, job.AllowedImports, OrcheoJson.Options);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static async Task<byte[]> BeginningAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxProblemBytes];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..count];
    }
}
