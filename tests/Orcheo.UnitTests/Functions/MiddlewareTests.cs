using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orcheo.UnitTests.Functions;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_the_order_of_registration_around_the_function()
    {
        var log = new ConcurrentQueue<string>();
        await using var host = await RunningHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(log);
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware<First>();
                builder.UseWhen<Second>(context => context.FunctionDefinition.Name == "Hello");
                builder.UseWhen(context => context.FunctionDefinition.Name == "Other", (_, _) => throw new InvalidOperationException());
                builder.UseMiddleware(async (_, next) =>
                {
                    log.Enqueue("third in");
                    await next();
                    log.Enqueue("third out");
                });
                builder.UseWhen(_ => true, (_, next) => next());
            },
            typeof(Hello));
        Assert.Equal("hello", await host.GetAsync("/api/Hello"));
        Assert.Equal(["first in", "second in", "third in", "function", "third out", "second out", "first out"], log);
    }

    [Fact]
    public async Task Middleware_may_answer_in_place_of_the_function()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.ConfigureFunctionsWebApplication().UseMiddleware(
                (context, _) =>
                {
                    context.GetInvocationResult().Value = new UnauthorizedResult();
                    return Task.CompletedTask;
                }),
            typeof(Hello));
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/Hello");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Middleware_may_read_and_replace_the_result()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.ConfigureFunctionsWebApplication().UseMiddleware(
                async (context, next) =>
                {
                    Assert.Throws<InvalidOperationException>(() => context.GetInvocationResult<string>());
                    await next();
                    var result = context.GetInvocationResult<string>();
                    Assert.Equal(result.Value, context.GetInvocationResult().Value);
                    result.Value += " again";
                }),
            typeof(Hello));
        Assert.Equal("hello again", await host.GetAsync("/api/Hello"));
    }

    [Fact]
    public async Task Middleware_may_turn_an_exception_into_an_answer()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.ConfigureFunctionsWebApplication().UseMiddleware(
                async (context, next) =>
                {
                    try
                    {
                        await next();
                    }
                    catch (FunctionInputConverterException)
                    {
                        context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status400BadRequest;
                    }
                }),
            typeof(Hello));
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/Number/x");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task Middleware_before_the_web_application_sees_no_request()
    {
        var before = true;
        HttpContext? after = null;
        await using var host = await RunningHost.StartAsync(
            builder =>
            {
                builder.UseMiddleware((context, next) =>
                {
                    before = context.GetHttpContext() is not null || context.Items.Count > 0;
                    return next();
                });
                builder.ConfigureFunctionsWebApplication().UseMiddleware((context, next) =>
                {
                    after = context.GetHttpContext();
                    return next();
                });
            },
            typeof(Hello));
        Assert.Equal("hello", await host.GetAsync("/api/Hello"));
        Assert.False(before);
        Assert.NotNull(after);
    }

    [Fact]
    public async Task Middleware_may_hand_on_a_context_of_its_own()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.Use(next => context => next(new Wrapper(context))), typeof(Hello));
        Assert.Equal("hello", await host.GetAsync("/api/Hello"));
    }

    [Fact]
    public async Task Middleware_may_replace_items_and_services()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.ConfigureFunctionsWebApplication().UseMiddleware((context, next) =>
            {
                context.Items = new Dictionary<object, object>();
                Assert.Null(context.GetHttpContext());
                context.InstanceServices = new ServiceCollection()
                    .AddSingleton(new ConcurrentQueue<string>(["replaced"])).BuildServiceProvider();
                return next();
            }),
            typeof(Instance));
        Assert.Equal("replaced", await host.GetAsync("/api/Instance"));
    }

    [Fact]
    public void Nothing_can_be_added_once_built()
    {
        using var folder = new RunningHost.HostFolder();
        var builder = folder.CreateBuilder().WithFunctions();
        using var host = builder.Build();
        Assert.Throws<InvalidOperationException>(() => builder.Use(next => next));
        Assert.Throws<InvalidOperationException>(() => builder.ConfigureFunctionsWebApplication());
        Assert.Throws<InvalidOperationException>(() => builder.Build());
    }

    internal sealed class First(ConcurrentQueue<string> log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            log.Enqueue("first in");
            await next(context);
            log.Enqueue("first out");
        }
    }

    internal sealed class Second(ConcurrentQueue<string> log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            log.Enqueue("second in");
            await next(context);
            log.Enqueue("second out");
        }
    }

    internal static class Hello
    {
        [Function("Hello")]
        public static string Run([HttpTrigger("get")] HttpRequest request)
        {
            request.HttpContext.RequestServices.GetService<ConcurrentQueue<string>>()?.Enqueue("function");
            return "hello";
        }

        [Function("Number")]
        public static string Number([HttpTrigger("get", Route = "Number/{n}")] HttpRequest request, int n) => $"{n}";
    }

    internal sealed class Instance(ConcurrentQueue<string> log)
    {
        [Function("Instance")]
        public string Run([HttpTrigger("get")] HttpRequest request) => log.Single();
    }

    private sealed class Wrapper(FunctionContext inner) : FunctionContext
    {
        public override string InvocationId => inner.InvocationId;

        public override string FunctionId => inner.FunctionId;

        public override TraceContext TraceContext => inner.TraceContext;

        public override BindingContext BindingContext => inner.BindingContext;

        public override RetryContext RetryContext => inner.RetryContext;

        public override IServiceProvider InstanceServices { get => inner.InstanceServices; set => inner.InstanceServices = value; }

        public override FunctionDefinition FunctionDefinition => inner.FunctionDefinition;

        public override IDictionary<object, object> Items { get => inner.Items; set => inner.Items = value; }

        public override IInvocationFeatures Features => inner.Features;
    }
}
