using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.Hosting.Live.Local;

/// <summary>The hub of a process that serves SignalR clients itself.</summary>
public static class LocalStreams
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/executions";

    /// <summary>The query parameter in which browsers send the token, since they cannot set headers on a WebSocket.</summary>
    private const string TokenParameter = "access_token";

    /// <summary>Adds the hub and what sends clients to it.</summary>
    public static void AddLocalStreams(this IServiceCollection services)
    {
        services.AddSignalR(hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(10);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            hub.MaximumReceiveMessageSize = 4 * 1024;
        }).AddMessagePackProtocol();
        services.AddSingleton<StreamTokens>();
        services.AddSingleton<HubLifetimeManager<ExecutionHub>, ExecutionHubLifetime>();
        services.AddSingleton<IStreamNegotiator, LocalStreamNegotiator>();
    }

    /// <summary>Maps the hub. Requests must have passed <see cref="TryLetIn"/>.</summary>
    public static void MapLocalStreams(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var live = endpoints.ServiceProvider.GetRequiredService<LiveEvents>();
        var options = new HttpConnectionDispatcherOptions { TransportMaxBufferSize = 64 * 1024, ApplicationMaxBufferSize = 4 * 1024 };
        endpoints.MapConnections(Path, options, connections => connections.Use(next => connection => WatchAsync(connection, live, next)).UseHub<ExecutionHub>());
    }

    /// <summary>Whether a request to the hub bears a token that can be used; the connection is then of its execution.</summary>
    public static bool TryLetIn(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tokens = context.RequestServices.GetRequiredService<StreamTokens>();
        if (TokenOf(context.Request) is not { } token || tokens.Read(token) is not { } ticket)
        {
            return false;
        }

        context.User = StreamUser.Of(ticket);
        return true;
    }

    /// <summary>
    /// Subscribes as soon as there is a connection: before the client is told that it is connected. What a client reads by
    /// <c>after=seq</c> from then on and what it is sent leave no gap between them.
    /// </summary>
    private static async Task WatchAsync(ConnectionContext connection, LiveEvents live, ConnectionDelegate next)
    {
        if (StreamUser.Watches(connection.Features.Get<IConnectionUserFeature>()?.User) is not { } watched)
        {
            connection.Abort();
            return;
        }

        using var subscription = live.Subscribe(watched.Tenant, watched.ExecutionId);
        connection.Features.Set(subscription);
        await next(connection);
    }

    private static string? TokenOf(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim()
            : request.Query[TokenParameter] is [{ Length: > 0 } token] ? token
            : null;
    }
}
