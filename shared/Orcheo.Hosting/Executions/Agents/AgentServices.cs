using Microsoft.Extensions.DependencyInjection;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>Registers what runs AI agents.</summary>
internal static class AgentServices
{
    /// <summary>Adds it.</summary>
    public static void AddAgents(this IServiceCollection services, AgentOptions agents, PersonalDataOptions personalData)
    {
        services.AddSingleton(agents.ToPrices());
        services.AddSingleton(new PersonalDataMasks(personalData));
        services.AddSingleton<NodeTools>();
        services.AddSingleton<WorkflowTools>();
        services.AddSingleton<AgentTools>();
        services.AddSingleton<AgentExecutor>();
    }
}
