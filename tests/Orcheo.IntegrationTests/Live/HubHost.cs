using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Live;
using Orcheo.Hosting.Live.Local;
using Orcheo.Hosting.Options;

namespace Orcheo.IntegrationTests.Live;

/// <summary>The hub in this process, so that a test decides what is published when, and how long connecting takes.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    public const string Tenant = "default";
    public const string Execution = "exe_00000000000000000000000001";

    private readonly WebApplication _app;
    private long _seq;

    private HubHost(WebApplication app) => _app = app;

    public LiveEvents Live => _app.Services.GetRequiredService<LiveEvents>();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + LocalStreams.Path);

    public string Token => _app.Services.GetRequiredService<StreamTokens>().Issue(Tenant, Execution);

    public static async Task<HubHost> StartAsync(LiveLimits limits, LiveOptions? options = null, Gate? gate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(limits).AddSingleton(options ?? new LiveOptions()).AddSingleton(new OrcheoOptions());
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<LiveEvents>();
        builder.Services.AddLocalStreams();
        if (gate is not null)
        {
            builder.Services.AddSingleton(gate).AddSingleton<HubLifetimeManager<ExecutionHub>, GatedLifetime>();
        }

        var app = builder.Build();
        app.Use((context, next) => LocalStreams.TryLetIn(context) ? next(context) : Refuse(context));
        app.UseRouting();
        app.MapLocalStreams();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new HubHost(app);
    }

    /// <summary>Publishes the next event.</summary>
    public long Publish(int bytes = 0)
    {
        var seq = Interlocked.Increment(ref _seq);
        Live.Publish(Tenant, Execution, [new ExecutionEvent
        {
            Id = $"evt_{seq}",
            ExecutionId = Execution,
            Seq = seq,
            Ts = DateTimeOffset.UnixEpoch,
            Type = EventTypes.Log,
            Payload = JsonSerializer.SerializeToElement(new { level = "info", message = new string('x', bytes) }),
        }]);
        return seq;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    /// <summary>Holds the server's part of connecting back, after the client was told that it is connected.</summary>
    internal sealed class Gate
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class GatedLifetime(Gate gate, LiveOptions options, TimeProvider time, ILogger<ExecutionHubLifetime> logger)
        : ExecutionHubLifetime(options, time, logger)
    {
        public override async Task OnConnectedAsync(HubConnectionContext connection)
        {
            gate.Reached.TrySetResult();
            await gate.Open.Task;
            await base.OnConnectedAsync(connection);
        }
    }
}
