using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orcheo.Durable;

/// <summary>How a task hub is set up. Every limit has a default that suits one machine.</summary>
internal sealed record TaskHubOptions
{
    /// <summary>Gets the folder of the database and its lock file; created when missing. One process owns it at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Gets the name of the hub, which names its files: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string HubName { get; init; } = "orcheo";

    /// <summary>Gets how many activities may run at once (at least 1).</summary>
    /// <remarks>
    /// Activities mostly wait on the network, and a waiting one holds a socket and a few kilobytes, so the default is well above the
    /// number of cores; it still keeps a burst of ten thousand activities from opening ten thousand sockets.
    /// </remarks>
    public int MaxConcurrentActivities { get; init; } = 256;

    /// <summary>Gets how many turns may be running or waiting for their commit at once (at least 1).</summary>
    /// <remarks>Turns never block; the bound is what one group commit may hold, and so the back pressure on memory.</remarks>
    public int MaxConcurrentOrchestrations { get; init; } = 512;

    /// <summary>Gets how many instances stay in memory between turns (0 has each turn replay its instance). About 3 KB each.</summary>
    public int MaxLiveInstances { get; init; } = 4096;

    /// <summary>Gets how long activities that are running at shutdown may go on. Those still running then start again at the next start.</summary>
    public TimeSpan ShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the clock of timers and timestamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets where log entries go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Gets the largest size of the database in pages of 4 KiB; <c>null</c> leaves the disk as the only limit.</summary>
    public long? MaxDatabasePages { get; init; }
}
