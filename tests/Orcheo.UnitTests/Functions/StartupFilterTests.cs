using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.UnitTests.Functions;

public sealed class StartupFilterTests
{
    [Fact]
    public async Task A_startup_filter_may_add_middleware_a_hub_and_a_fallback()
    {
        await using var host = await RunningHost.StartAsync(
            builder =>
            {
                builder.Services.AddSignalR();
                builder.Services.AddSingleton<IStartupFilter, Filter>();
            },
            typeof(Hello));
        Assert.Equal("hello", await host.GetAsync("/api/Hello"));
        Assert.Equal("middleware", await host.GetAsync("/early"));
        Assert.Equal("fallback", await host.GetAsync("/anything/else"));
        using var negotiated = await host.SendAsync(HttpMethod.Post, "/hubs/test/negotiate?negotiateVersion=1");
        Assert.True(negotiated.IsSuccessStatusCode);
        using var refused = await host.SendAsync(HttpMethod.Delete, "/api/Hello");
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    internal sealed class TestHub : Hub;

    internal static class Hello
    {
        [Function("Hello")]
        public static string Run([HttpTrigger("get")] HttpRequest request) => "hello";
    }

    private sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) => context.Request.Path == "/early" ? context.Response.WriteAsync("middleware") : rest(context));
            app.UseRouting();
            app.UseEndpoints(endpoints => endpoints.MapHub<TestHub>("/hubs/test"));
            next(app);
            app.Run(context => context.Response.WriteAsync("fallback"));
        };
    }
}
