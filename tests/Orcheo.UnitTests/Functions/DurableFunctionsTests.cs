using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orcheo.Durable;

namespace Orcheo.UnitTests.Functions;

/// <summary>Orchestrators, activities and clients on a real task hub.</summary>
public sealed class DurableFunctionsTests
{
    [Fact]
    public async Task An_orchestration_started_over_HTTP_calls_its_activities()
    {
        var seen = new ConcurrentQueue<string>();
        await using var host = await RunningHost.StartAsync(
            builder => builder.UseMiddleware((context, next) =>
            {
                seen.Enqueue(context.FunctionDefinition.Name);
                return next();
            }),
            typeof(Flow));
        Assert.Equal("\"Hello Ada, Hello Ada\"", await host.GetAsync("/api/start?name=Ada"));
        Assert.Equal(["Start", "Twice", "Hello", "Hello"], seen);
    }

    [Fact]
    public async Task An_orchestrator_may_be_an_instance_method_named_by_its_trigger()
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.Services.AddSingleton(new Version(1, 2)), typeof(Flow), typeof(Named));
        Assert.Equal("\"1.2 o1\"", await host.GetAsync("/api/named"));
    }

    [Fact]
    public async Task A_failed_activity_fails_the_orchestration_and_not_the_host()
    {
        await using var host = await RunningHost.StartAsync(typeof(Flow));
        Assert.Contains("no luck", await host.GetAsync("/api/fail"), StringComparison.Ordinal);
        Assert.Equal("\"Hello Eve, Hello Eve\"", await host.GetAsync("/api/start?name=Eve"));
    }

    [Fact]
    public async Task A_hub_that_another_host_owns_stops_the_start_with_a_clear_error()
    {
        using var folder = new RunningHost.HostFolder();
        var (first, _) = RunningHost.Build(folder, null, typeof(Flow));
        await first.StartAsync(TestContext.Current.CancellationToken);
        var (second, _) = RunningHost.Build(folder, null, typeof(Flow));
        var error = await Assert.ThrowsAsync<TaskHubException>(() => second.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(TaskHubFault.AlreadyOwned, error.Fault);
        await ((IAsyncDisposable)second).DisposeAsync();
        await first.StopAsync(TestContext.Current.CancellationToken);
        await ((IAsyncDisposable)first).DisposeAsync();
    }

    internal static class Flow
    {
        [Function("Start")]
        public static Task<string> Start(
            [HttpTrigger("get", Route = "start")] HttpRequest request, [DurableClient] DurableTaskClient client, string name) =>
            RunAsync(client, "Twice", name, request.HttpContext.RequestAborted);

        [Function("Fail")]
        public static Task<string> Fail([HttpTrigger("get", Route = "fail")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
            RunAsync(client, "Failing", null, request.HttpContext.RequestAborted);

        [Function("Twice")]
        public static async Task<string> Twice([OrchestrationTrigger] TaskOrchestrationContext context, string name, FunctionContext function)
        {
            Assert.False(function.CancellationToken.CanBeCanceled);
            Assert.Equal(context.InstanceId, function.BindingContext.BindingData["instanceId"]);
            var first = await context.CallActivityAsync<string>("Hello", name);
            return $"{first}, {await context.CallActivityAsync<string>("Hello", name)}";
        }

        [Function("Failing")]
        public static Task Failing([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Luckless");

        [Function("Hello")]
        public static string Hello([ActivityTrigger] string name) => $"Hello {name}";

        [Function("Luckless")]
        public static void Luckless([ActivityTrigger] object? input) => throw new InvalidOperationException("no luck");

        internal static async Task<string> RunAsync(DurableTaskClient client, string name, object? input, CancellationToken token)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input, token);
            var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, token);
            return end.SerializedOutput ?? end.FailureDetails?.ToString() ?? "nothing";
        }
    }

    internal sealed class Named(Version version)
    {
        [Function("NamedStart")]
        public static async Task<string> Start(
            [HttpTrigger("get", Route = "named")] HttpRequest request, [DurableClient] DurableTaskClient client)
        {
            var options = new StartOrchestrationOptions("o1");
            await client.ScheduleNewOrchestrationInstanceAsync("other", null, options, request.HttpContext.RequestAborted);
            var end = await client.WaitForInstanceCompletionAsync("o1", getInputsAndOutputs: true, request.HttpContext.RequestAborted);
            return end.SerializedOutput!;
        }

        [Function("NamedOrchestrator")]
        public string Run([OrchestrationTrigger(Orchestration = "other")] TaskOrchestrationContext context) =>
            $"{version} {context.InstanceId}";
    }
}
