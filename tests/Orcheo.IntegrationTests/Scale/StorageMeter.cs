using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>Stands before a storage account as the electricity meter before a house: hands every request on, and writes it down.</summary>
/// <remarks>What passes here is what a storage account sees and bills: the SDK's repetitions and the batches that met a conflict too.</remarks>
internal sealed class StorageMeter : IAsyncDisposable
{
    private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Those of the connection, and what frames the body, which is handed on whole.</summary>
    private static readonly string[] OwnHeaders = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Content-Length"];

    private readonly ConcurrentQueue<StorageOperation> _operations = new();
    private readonly List<WebApplication> _apps = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 256 });

    /// <summary>The connection string that leads through the meter.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Everything that has passed.</summary>
    public IReadOnlyList<StorageOperation> Operations => [.. _operations];

    /// <summary>Opens a meter before the tables and blobs of a storage account.</summary>
    public static async Task<StorageMeter> StartAsync(string connectionString)
    {
        var meter = new StorageMeter();
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        parts["TableEndpoint"] = await meter.StandBeforeAsync(new Uri(parts["TableEndpoint"]), StorageOperation.OfTables);
        parts["BlobEndpoint"] = await meter.StandBeforeAsync(new Uri(parts["BlobEndpoint"]), StorageOperation.OfBlobs);
        meter.ConnectionString = string.Concat(parts.Select(part => $"{part.Key}={part.Value};"));
        return meter;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _http.Dispose();
    }

    private async Task<string> StandBeforeAsync(Uri service, Func<string, string, string, int, StorageOperation> read)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(context => PassAsync(context, service, read));
        _apps.Add(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return address + service.AbsolutePath.TrimEnd('/');
    }

    private async Task PassAsync(HttpContext context, Uri service, Func<string, string, string, int, StorageOperation> read)
    {
        // The signature covers the path as the client has escaped it.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(service.GetLeftPart(UriPartial.Authority) + target, in AsItCame));
        request.Content = body.Length > 0 || context.Request.Method is "PUT" or "POST" ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var (name, values) in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.ToArray()) || request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray()) == true;
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        _operations.Enqueue(read(context.Request.Method, target, Encoding.Latin1.GetString(body.ToArray()), (int)response.StatusCode));
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (await response.Content.ReadAsByteArrayAsync() is { Length: > 0 } answer)
        {
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        }
    }
}
