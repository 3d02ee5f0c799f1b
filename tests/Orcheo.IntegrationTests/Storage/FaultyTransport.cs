using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>Sends requests for real, and breaks what a test asks for.</summary>
internal sealed class FaultyTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = HttpClientTransport.Shared;

    /// <summary>Called before a request is sent; may throw instead.</summary>
    public Func<Request, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when the answer is there, which the client does not get when this throws.</summary>
    public Func<Request, Response, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public static bool IsBatch(Request request) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The store is asynchronous throughout.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await Before(message.Request);
        await _inner.ProcessAsync(message);
        await After(message.Request, message.Response);
    }
}
