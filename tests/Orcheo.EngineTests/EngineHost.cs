using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orcheo.EngineTests;

/// <summary>The engine of the package's test host on a backend of our choice: a server that owns it, and a worker and a client that reach it over gRPC.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly GrpcChannel _channel;
    private readonly IHost _worker;

    private EngineHost(WebApplication server, GrpcChannel channel, IHost worker) => (_server, _channel, _worker) = (server, channel, worker);

    public DurableTaskClient Client => _worker.Services.GetRequiredService<DurableTaskClient>();

    /// <param name="backend">Where the task hub is; it serves clients too.</param>
    /// <param name="register">Names the tasks.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<EngineHost> StartAsync(IOrchestrationService backend, Action<DurableTaskRegistry> register, CancellationToken cancellationToken)
    {
        await backend.CreateIfNotExistsAsync();
        var server = Server(backend);
        await server.StartAsync(cancellationToken);
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var channel = GrpcChannel.ForAddress(address);
        var worker = Worker(channel, register);
        await worker.StartAsync(cancellationToken);
        return new EngineHost(server, channel, worker);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        _worker.Dispose();
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    private static WebApplication Server(IOrchestrationService backend)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(backend).AddSingleton((IOrchestrationServiceClient)backend).AddSingleton<TaskHubGrpcServer>();
        var server = builder.Build();
        server.MapGrpcService<TaskHubGrpcServer>();
        return server;
    }

    private static IHost Worker(GrpcChannel channel, Action<DurableTaskRegistry> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseGrpc(channel);
            worker.AddTasks(register);
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.UseGrpc(channel);
            client.RegisterDirectly();
        });
        builder.Services
            .PostConfigureAll<DurableTaskWorkerOptions>(options => options.DataConverter = new WorkerConverter())
            .PostConfigureAll<DurableTaskClientOptions>(options => options.DataConverter = new WorkerConverter());
        return builder.Build();
    }
}
