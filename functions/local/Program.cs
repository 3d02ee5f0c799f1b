using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orcheo.Api;
using Orcheo.Hosting;
using Orcheo.Hosting.Live.Local;
using Orcheo.Hosting.Sandbox;
using Orcheo.Local;

try
{
    if (args is [RotateKey.Command, ..])
    {
        return await RotateKey.RunAsync(args[1..], CancellationToken.None);
    }

    var builder = FunctionsApplication.CreateBuilder(args);
    LocalConfiguration.Apply(builder.Configuration);
    builder.ConfigureFunctionsWebApplication();
    builder.UseOrcheoApi();
    var options = builder.Services.AddOrcheo(builder.Configuration, new DurableRunner(DurableRunner.Embedded));
    builder.Services.AddSandboxProcess(options.Sandbox, Path.Combine(AppContext.BaseDirectory, "sandbox-python"));
    builder.Services.AddLocalStreams();
    builder.Services.AddCors();
    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, CrossOrigin>();
    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, UnmatchedRoutes>();
    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, ExecutionStreams>();
    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, CanvasFiles>();
    builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, ApiReference>();
    builder.Services.AddHostedService<ReadyLine>();
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } reason)
{
    var what = args is [RotateKey.Command, ..] ? "The master key was not rotated" : "Orcheo cannot start";
    await Console.Error.WriteLineAsync($"{what}: {reason}");
    return 1;
}
