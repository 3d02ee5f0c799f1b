using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Sandbox.Child;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Hosting.Sandbox;

/// <summary>Registers where Python code runs.</summary>
public static class SandboxServices
{
    /// <summary>Adds the sandbox that the options name; where they name none, code fails until <see cref="AddSandboxProcess"/> adds one.</summary>
    internal static IServiceCollection AddSandbox(this IServiceCollection services, SandboxOptions options)
    {
        services.AddSingleton(options.Policy());
        services.AddSingleton<ISandboxTargets>(provider => options.Url is { Length: > 0 } url
            ? new RemoteSandbox(url, options.Key!, provider.GetRequiredService<TimeProvider>())
            : new AbsentSandbox());
        services.AddSingleton<ISandboxHealth>(provider => provider.GetRequiredService<ISandboxTargets>());
        services.AddSingleton<IPythonSandbox, SandboxClient>();
        return services;
    }

    /// <summary>Adds a sandbox as a child process of this one, unless the options name another.</summary>
    /// <param name="services">The services, after <c>AddOrcheo</c>.</param>
    /// <param name="options">The options.</param>
    /// <param name="folder">Where the package <c>orcheo_sandbox</c> is.</param>
    public static IServiceCollection AddSandboxProcess(this IServiceCollection services, SandboxOptions options, string folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Url is { Length: > 0 })
        {
            return services;
        }

        services.AddSingleton(provider => new SandboxChild(
            options,
            folder,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SandboxChild>>()));
        services.Replace(ServiceDescriptor.Singleton<ISandboxTargets>(provider => provider.GetRequiredService<SandboxChild>()));
        services.AddHostedService(provider => provider.GetRequiredService<SandboxChild>());
        return services;
    }
}
