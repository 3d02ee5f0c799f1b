using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Sandbox;

namespace Orcheo.Hosting;

/// <summary>How Orcheo is.</summary>
/// <param name="Status"><c>ok</c>, or <c>unavailable</c> when the store cannot be read.</param>
/// <param name="Version">The version of Orcheo.</param>
/// <param name="Storage">Which store holds the rows, and whether it can be read.</param>
/// <param name="Durable">What runs executions.</param>
/// <param name="Sandbox">What runs Python code. Orcheo serves without it.</param>
public sealed record HealthReport(string Status, string Version, HealthPart Storage, HealthPart Durable, SandboxHealth Sandbox);

/// <summary>How a part is.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Provider">Which implementation it is.</param>
public sealed record HealthPart(string Status, string Provider);

/// <summary>Which durable runner this process uses.</summary>
/// <param name="Provider">E.g. <c>embedded</c>.</param>
public sealed record DurableRunner(string Provider)
{
    /// <summary>The provider that runs executions in this process.</summary>
    public const string Embedded = "embedded";

    /// <summary>Whether the executions run in this process.</summary>
    public bool IsEmbedded => Provider == Embedded;
}

/// <summary>Looks after how Orcheo is.</summary>
public sealed class HealthCheck(ITableStore store, OrcheoOptions options, DurableRunner durable, ISandboxHealth sandbox)
{
    /// <summary>The version of Orcheo.</summary>
    public static string OwnVersion { get; } = typeof(HealthCheck).Assembly.GetName().Version!.ToString(3);

    /// <summary>Asks the store for a row that need not exist. Never throws for a store that cannot be reached.</summary>
    public async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var readable = true;
        try
        {
            await store.GetAsync(WorkflowStore.Tables[0], "health", "health", cancellationToken);
        }
        catch (StorageException)
        {
            readable = false;
        }

        var status = readable ? "ok" : "unavailable";
        return new HealthReport(
            status, OwnVersion, new HealthPart(status, options.Storage.Provider.ToString()), new HealthPart("ok", durable.Provider), await sandbox.CheckAsync(cancellationToken));
    }
}
