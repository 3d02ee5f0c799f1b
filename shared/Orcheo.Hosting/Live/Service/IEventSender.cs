namespace Orcheo.Hosting.Live.Service;

/// <summary>Hands events to a service that the clients are connected to.</summary>
internal interface IEventSender
{
    /// <summary>Sends an event to the clients of a group; returns when the service has it.</summary>
    Task SendAsync(string group, LiveEvent next, CancellationToken cancellationToken);
}
