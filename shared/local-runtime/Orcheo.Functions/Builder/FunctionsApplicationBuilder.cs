using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Http;
using Orcheo.Functions.Invocation;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a Functions application.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private readonly LateDefaults _defaults = new();
    private IEnumerable<Type>? _types;
    private bool _hasHttp;
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args, string contentRoot)
    {
        _web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = contentRoot,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        SettingsFiles.Add(_web.Configuration, contentRoot, _defaults);
        _web.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        Services.Configure<System.Text.Json.JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
    }

    /// <summary>A place for the parts that build the application to leave values for one another.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The configuration: host.json, local.settings.json, appsettings.json, the environment, the command line; later ones win.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>The environment that the application runs in.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>The application's logging.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>The application's metrics.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>Uses another container.</summary>
    /// <typeparam name="TContainerBuilder">The container's builder.</typeparam>
    /// <param name="factory">Makes the container.</param>
    /// <param name="configure">Configures the container.</param>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <summary>Adds a middleware behind those that are there.</summary>
    /// <param name="middleware">Given the rest of the pipeline, makes the pipeline with the middleware in front.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The application has been built.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Finds the functions and builds the application.</summary>
    /// <returns>The application, to be run.</returns>
    /// <exception cref="InvalidOperationException">A function or a setting is wrong, or the application has been built.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        _built = true;
        SettingsFiles.Complete(Configuration, _defaults);
        var functions = FunctionLoader.Load(_types ?? DiscoverTypes());
        var plan = HostPlan.Make(functions, Configuration);
        if (!_hasHttp)
        {
            RefuseHttpFunctions(plan);
            Services.AddSingleton<IServer, NoServer>();
        }

        plan.AddTo(Services, _middleware);
        var app = _web.Build();
        if (_hasHttp)
        {
            HttpFunctionEndpoints.Map(app, plan.Routes, app.Services.GetRequiredService<FunctionRuntime>());
        }

        plan.Report(app.Logger);
        return app;
    }

    /// <summary>Takes the functions of these types instead of the entry assembly's and its dependencies'.</summary>
    internal FunctionsApplicationBuilder WithFunctions(params IEnumerable<Type> types)
    {
        _types = types;
        return this;
    }

    internal void AddWebApplication()
    {
        ThrowIfBuilt();
        if (_hasHttp)
        {
            return;
        }

        _hasHttp = true;
        Services.AddRouting();
        Services.AddMvcCore();
        Use(HttpResultMiddleware.Wrap);
    }

    private static IEnumerable<Type> DiscoverTypes() =>
        FunctionAssemblies.Of(Assembly.GetEntryAssembly()!).SelectMany(assembly => assembly.GetTypes());

    private static void RefuseHttpFunctions(HostPlan plan)
    {
        if (plan.Routes.Count > 0)
        {
            throw new FunctionLoadException(
                [.. plan.Routes.Select(route => $"{route.Function.Display}: an HTTP function needs builder.ConfigureFunctionsWebApplication().")]);
        }
    }

    private void ThrowIfBuilt()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
