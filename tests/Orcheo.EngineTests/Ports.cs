using System.Net;
using System.Net.Sockets;

namespace Orcheo.EngineTests;

internal static class Ports
{
    /// <summary>A port that nobody listens at; the engine's host wants a number.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
