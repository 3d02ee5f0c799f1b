using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// What <c>http_request</c> nodes call: an HTTP server on a free port of loopback. Every route counts its calls under the query
/// parameter <c>id</c>, so that tests in parallel do not see each other's.
/// </summary>
internal sealed class TargetServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TargetCall>> _calls = new();
    private readonly WebApplication _app;

    private TargetServer(WebApplication app) => _app = app;

    /// <summary>Where it serves, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts the server.</summary>
    public static async Task<TargetServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TargetServer(builder.Build());
        server.Map();
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <summary>The calls that came with that id, in order.</summary>
    public IReadOnlyList<TargetCall> Calls(string id) => _calls.TryGetValue(id, out var calls) ? [.. calls] : [];

    /// <summary>An address of loopback where nothing listens.</summary>
    public static string RefusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            Record(context.Request);
            await next(context);
        });
        _app.Map("/status/{code:int}", (int code) => Results.Json(new { code }, statusCode: code));
        _app.Map("/delay/{milliseconds:int}", async (int milliseconds, CancellationToken aborted) =>
        {
            await Task.Delay(milliseconds, aborted);
            return Results.Json(new { milliseconds });
        });
        _app.Map("/hold-first/{milliseconds:int}", async (int milliseconds, string id, CancellationToken aborted) =>
        {
            await Task.Delay(Calls(id).Count == 1 ? milliseconds : 0, aborted);
            return Results.Json(new { calls = Calls(id).Count });
        });
        _app.Map("/echo", EchoAsync);
        _app.Map("/flaky/{failures:int}", (int failures, string id) =>
            Calls(id).Count <= failures ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(new { calls = Calls(id).Count }));
        _app.Map("/big/{bytes:int}", (int bytes) => Results.Text(new string('x', bytes)));
    }

    private void Record(HttpRequest request)
    {
        if (request.Query["id"] is [{ } id, ..])
        {
            var call = new TargetCall(request.Method, request.Path, request.Headers["Idempotency-Key"].ToString());
            _calls.GetOrAdd(id, _ => new ConcurrentQueue<TargetCall>()).Enqueue(call);
        }
    }

    private static async Task<IResult> EchoAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        var query = new JsonObject();
        foreach (var (name, value) in request.Query)
        {
            query[name] = value.ToString();
        }

        return Results.Json(new JsonObject
        {
            ["method"] = request.Method,
            ["query"] = query,
            ["content_type"] = request.ContentType,
            ["x_test"] = request.Headers["X-Test"].ToString(),
            ["body"] = text,
        });
    }
}

/// <summary>A call that the target server has seen.</summary>
internal sealed record TargetCall(string Method, string Path, string IdempotencyKey);
