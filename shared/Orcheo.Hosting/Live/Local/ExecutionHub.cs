using Microsoft.AspNetCore.SignalR;

namespace Orcheo.Hosting.Live.Local;

/// <summary>Where SignalR clients watch an execution. They are told of events and have nothing to say.</summary>
public sealed class ExecutionHub : Hub;
