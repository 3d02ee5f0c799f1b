using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.ApiKeys;
using Orcheo.Core.Audit;
using Orcheo.Hosting.Storage;

namespace Orcheo.Hosting.Security;

/// <summary>Puts together what decides who may do what, and what records it.</summary>
internal static class SecurityServices
{
    public static void AddSecurity(this IServiceCollection services)
    {
        services.AddSingleton(new StoreTables(ApiKeyStore.Tables));
        services.AddSingleton(new StoreTables(AuditStore.Tables));
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<RequestLimits>();
    }
}
