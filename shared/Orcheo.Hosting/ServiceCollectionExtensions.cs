using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;
using Orcheo.Core.Idempotency;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Validation;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Executions.Agents;
using Orcheo.Hosting.Live;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Sandbox;
using Orcheo.Hosting.Security;
using Orcheo.Hosting.Storage;
using Orcheo.Hosting.Telemetry;
using Orcheo.Hosting.Triggers;
using Orcheo.Hosting.Workflows;
using Orcheo.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Hosting;

/// <summary>Puts Orcheo together.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds everything that the function apps ask for.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">Holds the section <c>Orcheo</c>.</param>
    /// <param name="durable">What runs orchestrations; told by <c>GET /health</c>.</param>
    /// <returns>The options as read.</returns>
    /// <exception cref="OptionsException">A setting cannot be used.</exception>
    public static OrcheoOptions AddOrcheo(this IServiceCollection services, IConfiguration configuration, DurableRunner durable)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = configuration.GetSection(OrcheoOptions.Section).Get<OrcheoOptions>() ?? new OrcheoOptions();
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton(options.Retention);
        services.AddSingleton(durable);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ITableStore>(_ => new MeasuredTableStore(StoreFactory.Create(options)));
        services.AddHostedService<StoreInitializer>();
        services.AddSingleton(new StoreTables(WorkflowStore.Tables));
        services.AddSingleton(new StoreTables(ExecutionStore.Tables));
        services.AddSingleton(new StoreTables(ConcurrencyGate.Tables));
        services.AddSingleton(new StoreTables(IdempotencyStore.Tables));
        services.AddSingleton(new StoreTables(ExpiryIndex.Tables));
        services.AddSandbox(options.Sandbox);
        services.AddNodeTypes(new OutboundHttpOptions
        {
            AllowPrivateNetworks = options.Http.AllowPrivateNetworks,
            AllowedAddresses = options.Http.AllowedAddresses,
        });
        services.AddSingleton<WorkflowPlanCache>();
        services.AddSingleton<WorkflowValidator>();
        services.AddSingleton<WorkflowStore>();
        services.AddSingleton<ExecutionStore>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<ExpiryIndex>();
        services.AddLiveEvents(options);
        services.AddSingleton<ExecutionJournal>();
        services.AddCredentials();
        services.AddSingleton<RunnableWorkflows>();
        services.AddSingleton<NodeExecutor>();
        services.AddSingleton<ExecutionStarter>();
        services.AddSingleton<DeferredAnswers>();
        services.AddSingleton<EdgeDecisions>();
        services.AddSingleton<ExecutionCloser>();
        services.AddSingleton<ConcurrencyGate>();
        services.AddSingleton<ConcurrentRuns>();
        services.AddSingleton<ExecutionReplayer>();
        services.AddSingleton<TestRuns>();
        services.AddSingleton<ExecutionReconciler>();
        services.AddSingleton<ExecutionPurge>();
        services.AddSingleton<RetentionSweep>();
        services.AddAgents(options.Agent, options.PersonalData);
        services.AddCronTriggers(options.Cron);
        services.AddWebhooks(options.Webhooks);
        services.AddSecurity();
        services.AddSingleton<HealthCheck>();
        services.AddLogFormat(options.Logs);
        services.AddTelemetry(configuration);
        return options;
    }
}
