using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// The worst server to give a secret to: it answers with everything that it was sent, in clear and in every encoding, in the body, in
/// headers and in error messages.
/// </summary>
internal sealed class MirrorServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly WebApplication _app;

    private MirrorServer(WebApplication app) => _app = app;

    /// <summary>Where it serves, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The requests as it saw them, headers and all, with Basic credentials in clear.</summary>
    public IReadOnlyList<string> Seen => [.. _seen];

    /// <summary>Starts the server.</summary>
    public static async Task<MirrorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new MirrorServer(builder.Build());
        server._app.Map("/mirror", (HttpContext context) => server.AnswerAsync(context, StatusCodes.Status200OK, json: true));
        server._app.Map("/text", (HttpContext context) => server.AnswerAsync(context, StatusCodes.Status200OK, json: false));
        server._app.Map("/fail", (HttpContext context) => server.AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, json: false));
        server._app.Map("/not-json", async (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{" + await server.ReadAsync(context.Request));
        });
        server._app.Map("/redirect", async (HttpContext context, string to) =>
        {
            await server.ReadAsync(context.Request);
            context.Response.Redirect(to, permanent: false, preserveMethod: true);
        });
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, int status, bool json)
    {
        var text = await ReadAsync(context.Request);
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] written =
        [
            text,
            JsonSerializer.Serialize(text),
            JsonSerializer.Serialize(new { json = JsonSerializer.Serialize(text) }),
            Uri.EscapeDataString(text),
            WebUtility.UrlEncode(text),
            Convert.ToHexStringLower(bytes),
            .. Enumerable.Range(0, 3).Select(before => Convert.ToBase64String([.. new byte[before], .. bytes])),
            .. Enumerable.Range(0, 3).Select(before => Convert.ToBase64String([.. new byte[before], .. bytes]).Replace('+', '-').Replace('/', '_')),
        ];
        context.Response.StatusCode = status;
        foreach (var (name, value) in context.Request.Headers)
        {
            context.Response.Headers[$"x-echo-{name}"] = value;
        }

        context.Response.Headers["x-query"] = context.Request.QueryString.Value;
        context.Response.ContentType = json ? "application/json" : "text/plain";
        var names = json ? text.Split('\n').Distinct().ToDictionary(line => line, line => line.Length) : null;
        await context.Response.WriteAsync(json ? JsonSerializer.Serialize(new { written, names }) : string.Join('\n', written));
    }

    private async Task<string> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = new StringBuilder($"{request.Method} {request.Path}{request.QueryString}\n");
        foreach (var (name, value) in request.Headers)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
            if (value.ToString().StartsWith("Basic ", StringComparison.Ordinal))
            {
                text.Append(Encoding.UTF8.GetString(Convert.FromBase64String(value.ToString()[6..]))).Append('\n');
            }
        }

        foreach (var (name, value) in request.Query)
        {
            text.Append(name).Append('=').Append(value).Append('\n');
        }

        text.Append(await reader.ReadToEndAsync());
        _seen.Enqueue(text.ToString());
        return text.ToString();
    }
}
