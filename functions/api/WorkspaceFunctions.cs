using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Executions;
using Orcheo.Hosting;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api;

/// <summary>What a client may know of the installation that it talks to, and of the key that it has.</summary>
public sealed class WorkspaceFunctions(OrcheoOptions options, DurableRunner durable)
{
    /// <summary>Tells any key who it is and within which limits: what is configured, but nothing secret and no path.</summary>
    [Function(nameof(GetWorkspace))]
    public IActionResult GetWorkspace([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workspace")] HttpRequest request) =>
        ApiResult.Ok(new Workspace(
            HealthCheck.OwnVersion,
            options.Storage.Provider.ToString(),
            durable.Provider,
            KeyOf(request.Caller()),
            new WorkspaceLimits(options.Limits.BodyBytes, ExecutionStore.MaxPinned, RateOf(options.RateLimits.PerKey), RateOf(options.RateLimits.PerIp)),
            new WorkspaceRetention(options.Retention.ExecutionDays, options.Retention.EventDays, options.Retention.AuditDays),
            new WorkspaceHttp(options.Http.AllowPrivateNetworks),
            new WorkspaceCron(options.Cron.Tick.TotalSeconds, options.Cron.MaxQueuedMisfires)));

    private static WorkspaceKey KeyOf(Caller caller) =>
        new(caller.Type, caller.Id, caller.Name, [.. caller.Scopes.Order(StringComparer.Ordinal)]);

    private static WorkspaceRate RateOf(RateLimit limit) => new(limit.PerSecond, limit.Burst);

    private sealed record Workspace(
        string Version,
        string Storage,
        string Durable,
        WorkspaceKey Key,
        WorkspaceLimits Limits,
        WorkspaceRetention Retention,
        WorkspaceHttp Http,
        WorkspaceCron Cron);

    private sealed record WorkspaceKey(string Type, string Id, string Name, IReadOnlyList<string> Scopes);

    private sealed record WorkspaceLimits(int BodyBytes, int PinnedNodes, WorkspaceRate PerKey, WorkspaceRate PerIp);

    private sealed record WorkspaceRate(int PerSecond, int Burst);

    private sealed record WorkspaceRetention(double ExecutionDays, double EventDays, double AuditDays);

    private sealed record WorkspaceHttp(bool AllowPrivateNetworks);

    private sealed record WorkspaceCron(double TickSeconds, int MaxQueuedMisfires);
}
