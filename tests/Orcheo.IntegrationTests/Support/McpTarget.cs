using System.ComponentModel;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Orcheo.IntegrationTests.Support;

/// <summary>A real MCP server (streamable HTTP) on a free port of loopback, which wants a bearer token.</summary>
internal sealed class McpTarget : IAsyncDisposable
{
    public const string Token = "mcp-token-31c9";

    private readonly WebApplication _app;

    private McpTarget(WebApplication app) => _app = app;

    /// <summary>The endpoint.</summary>
    public string Url { get; private set; } = "";

    /// <summary>How often a tool was called.</summary>
    public static int Calls => McpTargetTools.Calls;

    public static async Task<McpTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<McpTargetTools>();
        var target = new McpTarget(builder.Build());
        target._app.Use(async (context, next) =>
        {
            if (context.Request.Headers.Authorization != $"Bearer {Token}")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            await next(context);
        });
        target._app.MapMcp("/mcp");
        await target._app.StartAsync();
        target.Url = target._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/mcp";
        return target;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Its tools.</summary>
[McpServerToolType]
internal sealed class McpTargetTools
{
    private static int _calls;

    public static int Calls => _calls;

    [McpServerTool(Name = "add"), Description("Adds two numbers.")]
    public static string Add(int a, int b)
    {
        Interlocked.Increment(ref _calls);
        return $"{a} + {b} = {a + b}";
    }

    [McpServerTool(Name = "fail"), Description("Fails.")]
    public static string Fail() => throw new McpException("It is broken.");

    [McpServerTool(Name = "delete_everything"), Description("Not to be called.")]
    public static string Delete() => throw new McpException("This must not happen.");
}
