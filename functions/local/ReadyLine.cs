using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>
/// Says on standard output when and where Orcheo serves, and the bootstrap key when it was made at this start, with a link that signs in
/// with it. A browser sends the fragment of a link to nobody, and the canvas takes it out of the address as it reads it.
/// </summary>
internal sealed class ReadyLine(IServer server, IConfiguration configuration, OrcheoOptions options, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "an unknown address";
        address = address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        if (configuration[LocalConfiguration.NewAdminKey] is { Length: > 0 } key)
        {
            Console.WriteLine($"Admin key (shown this once; kept in the file admin-key of the data directory): {key}");
            if (CanvasFolder.Find(options, AppContext.BaseDirectory) is not null)
            {
                Console.WriteLine($"Open the canvas, signed in with it: {address}/#key={key}");
            }
        }

        Console.WriteLine($"Orcheo is ready at {address}");
        Console.Out.Flush();
    }
}
