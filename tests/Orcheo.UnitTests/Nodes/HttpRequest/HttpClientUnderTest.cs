using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>The http_request node, made as the product makes it.</summary>
internal sealed class HttpClientUnderTest(OutboundHttpOptions? options = null, TimeProvider? time = null) : IAsyncDisposable
{
    /// <summary>A name with a label longer than DNS allows: it fails to resolve without asking any server.</summary>
    public static readonly string UnknownHost = $"http://{new string('a', 64)}.invalid";

    private readonly ServiceProvider _services = NodeTesting.Services(options ?? new OutboundHttpOptions { AllowPrivateNetworks = true }, time);

    public INode Node => _services.GetRequiredService<NodeCatalog>().Find("http_request")!;

    public async Task<JsonElement> SendAsync(object config, string executionId = "exe_1") =>
        (await Node.RunAsync(Context(config, executionId), TestContext.Current.CancellationToken)).Output;

    public async Task<NodeException> FailAsync(object config) => await Assert.ThrowsAsync<NodeException>(() => SendAsync(config));

    public static NodeContext Context(object config, string executionId = "exe_1") =>
        NodeTesting.Context(config as string ?? JsonSerializer.Serialize(config), executionId: executionId);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
