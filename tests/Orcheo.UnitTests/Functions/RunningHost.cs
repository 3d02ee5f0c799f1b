using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orcheo.UnitTests.Functions;

/// <summary>A host that serves the given functions on a free port of the loopback, in a folder of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly HostFolder _folder;

    private RunningHost(IHost host, LogSink logs, HostFolder folder)
    {
        Host = host;
        Logs = logs;
        _folder = folder;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First();
        Http = new HttpClient { BaseAddress = address is null ? null : new Uri(address) };
    }

    internal IHost Host { get; }

    internal LogSink Logs { get; }

    internal HttpClient Http { get; }

    internal static Task<RunningHost> StartAsync(params Type[] functions) => StartAsync(null, functions);

    internal static async Task<RunningHost> StartAsync(Action<FunctionsApplicationBuilder>? configure, params Type[] functions)
    {
        var folder = new HostFolder();
        var (host, logs) = Build(folder, configure, functions);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RunningHost(host, logs, folder);
    }

    /// <summary>Builds a host without starting it. The configuration puts the web application behind what is given.</summary>
    internal static (IHost Host, LogSink Logs) Build(
        HostFolder folder, Action<FunctionsApplicationBuilder>? configure, params Type[] functions)
    {
        var logs = new LogSink();
        var builder = folder.CreateBuilder().WithFunctions(functions);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        configure?.Invoke(builder);
        builder.ConfigureFunctionsWebApplication();
        return (builder.Build(), logs);
    }

    internal Task<string> GetAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        Http.SendAsync(new HttpRequestMessage(method, path), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await Host.StopAsync(patience.Token);
        await ((IAsyncDisposable)Host).DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A content root with its own task hub folder.</summary>
    internal sealed class HostFolder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("orcheo-functions-").FullName;

        internal string HubPath => System.IO.Path.Combine(Path, "hub");

        internal void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

        internal FunctionsApplicationBuilder CreateBuilder(params string[] args)
        {
            var builder = new FunctionsApplicationBuilder(["--urls=http://127.0.0.1:0", .. args], Path);
            builder.Configuration.AddInMemoryCollection(
                [new("AzureFunctionsJobHost:extensions:durableTask:storageProvider:path", HubPath)]);
            return builder;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
