using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orcheo.UnitTests.Hosting.Sandbox;

/// <summary>A server on loopback that answers as the test says, to see how a sandbox elsewhere is called.</summary>
internal sealed class RemoteServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RemoteServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/api";

    /// <summary>What came: path, key and body.</summary>
    public ConcurrentQueue<(string Path, string Key, string Body)> Requests { get; } = new();

    public static async Task<RemoteServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RemoteServer(builder.Build());
        server._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            server.Requests.Enqueue((context.Request.Path.Value!, context.Request.Headers["x-functions-key"].ToString(), body));
            await answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    public static Task<RemoteServer> StartAsync(int status, string body, params (string Name, string Value)[] headers) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
