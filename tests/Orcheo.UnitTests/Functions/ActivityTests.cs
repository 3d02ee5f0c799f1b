using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orcheo.Durable;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Durable;
using Orcheo.Functions.Invocation;

namespace Orcheo.UnitTests.Functions;

/// <summary>Activities as the hub calls them, without a hub.</summary>
public sealed class ActivityTests : IDisposable
{
    private readonly RunningHost.HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Greet", "{\"Name\":\"Ada\"}", "Hello Ada of i1")]
    [InlineData("Double", "21", 42)]
    [InlineData("Double", null, 0)]
    [InlineData("Upper", "\"a\"", "A")]
    [InlineData("Upper", null, "none")]
    [InlineData("ContextOnly", "\"ignored\"", "i1")]
    public async Task An_activity_gets_its_input_read_from_JSON(string name, string? input, object result) =>
        Assert.Equal(result, await CallAsync(name, input));

    [Fact]
    public async Task Input_of_another_type_fails_the_activity_and_names_it()
    {
        var error = await Assert.ThrowsAsync<FunctionInputConverterException>(() => CallAsync("Double", "\"x\""));
        Assert.Contains("Function 'Double': the input cannot be converted to System.Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_runs_around_activities_and_sees_their_exceptions()
    {
        var seen = new List<string>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => CallAsync("Fails", null, builder => builder.UseMiddleware(
            async (context, next) =>
            {
                seen.Add(context.FunctionDefinition.InputBindings.Values.Single().Type);
                try
                {
                    await next();
                }
                catch (InvalidOperationException e)
                {
                    seen.Add(e.Message);
                    throw;
                }
            })));
        Assert.Equal(["activityTrigger", "no luck"], seen);
    }

    [Fact]
    public async Task The_token_of_an_activity_is_the_hubs()
    {
        using var source = new CancellationTokenSource();
        var call = CallAsync("Waits", null, source: source);
        Assert.False(call.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_activity_has_a_scope_that_is_disposed()
    {
        var probe = new Probe();
        await CallAsync("Scoped", null, builder => builder.Services.AddScoped(_ => probe));
        Assert.True(probe.Disposed);
    }

    private async Task<object?> CallAsync(
        string name, string? input, Action<FunctionsApplicationBuilder>? configure = null, CancellationTokenSource? source = null)
    {
        var builder = _folder.CreateBuilder("--Logging:LogLevel:Default=None").WithFunctions(typeof(Activities));
        configure?.Invoke(builder);
        using var host = builder.Build();
        var function = FunctionLoader.Load([typeof(Activities)]).Single(function => function.Name == name);
        var runtime = host.Services.GetRequiredService<FunctionRuntime>();
        var token = source?.Token ?? TestContext.Current.CancellationToken;
        return await DurableFunctions.ActAsync(function, runtime, new ActivityCall(name, string.Empty, "i1", 0, input), token);
    }

    internal sealed record Person(string Name);

    internal sealed class Probe : IDisposable
    {
        internal bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    internal sealed class Activities(IServiceProvider services)
    {
        [Function("Greet")]
        public static string Greet([ActivityTrigger] Person person, string instanceId, FunctionContext context)
        {
            Assert.Equal(instanceId, context.BindingContext.BindingData["instanceId"]);
            return $"Hello {person.Name} of {instanceId}";
        }

        [Function("Double")]
        public static Task<int> Double([ActivityTrigger] int n) => Task.FromResult(n * 2);

        [Function("Upper")]
        public static string Upper([ActivityTrigger] string? text) => text?.ToUpperInvariant() ?? "none";

        [Function("ContextOnly")]
        public static string ContextOnly([ActivityTrigger] FunctionContext context) =>
            (string)context.BindingContext.BindingData["instanceId"]!;

        [Function("Fails")]
        public static void Fails([ActivityTrigger] object? input) => throw new InvalidOperationException("no luck");

        [Function("Waits")]
        public static Task Waits([ActivityTrigger] object? input, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.Infinite, cancellationToken);

        [Function("Scoped")]
        public void Scoped([ActivityTrigger] object? input) => Assert.False(services.GetRequiredService<Probe>().Disposed);
    }
}
