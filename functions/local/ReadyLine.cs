using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Orcheo.Local;

/// <summary>Says on standard output when and where Orcheo serves, and the bootstrap key when it was made at this start.</summary>
internal sealed class ReadyLine(IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        if (configuration[LocalConfiguration.NewAdminKey] is { Length: > 0 } key)
        {
            Console.WriteLine($"Admin key (shown this once; kept in the file admin-key of the data directory): {key}");
        }

        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "an unknown address";
        Console.WriteLine($"Orcheo is ready at {address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}");
        Console.Out.Flush();
    }
}
