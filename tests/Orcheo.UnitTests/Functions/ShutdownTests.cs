using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Functions.Invocation;

namespace Orcheo.UnitTests.Functions;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_request_in_flight_is_finished_and_its_token_is_cancelled_after_a_grace()
    {
        var clock = new FakeTimeProvider();
        var gate = new Gate();
        await using var host = await RunningHost.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(gate), typeof(Slow));
        var polite = host.GetAsync("/api/Slow");
        var stubborn = host.GetAsync("/api/Stubborn");
        await Task.WhenAll(gate.SlowEntered.Task, gate.StubbornEntered.Task).WaitAsync(TestContext.Current.CancellationToken);
        var stop = host.Host.StopAsync(TestContext.Current.CancellationToken);
        await host.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.WhenCancelledAsync();
        Assert.False(gate.Token.IsCancellationRequested);
        gate.Release.SetResult();
        Assert.Equal("finished", await polite);
        clock.Advance(FunctionRuntime.DrainGrace);
        Assert.Equal("cancelled", await stubborn);
        await stop;
    }

    [Fact]
    public async Task A_function_that_runs_too_long_is_cancelled()
    {
        var gate = new Gate();
        await using var host = await RunningHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(gate);
                builder.Configuration.AddInMemoryCollection([new("AzureFunctionsJobHost:functionTimeout", "00:00:00.050")]);
            },
            typeof(Slow));
        Assert.Equal("cancelled", await host.GetAsync("/api/Stubborn"));
    }

    internal sealed class Gate
    {
        internal TaskCompletionSource SlowEntered { get; } = new();

        internal TaskCompletionSource StubbornEntered { get; } = new();

        internal TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal CancellationToken Token { get; set; }
    }

    internal sealed class Slow(Gate gate)
    {
        [Function("Slow")]
        public async Task<string> Run([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken)
        {
            gate.Token = cancellationToken;
            gate.SlowEntered.SetResult();
            await gate.Release.Task;
            return cancellationToken.IsCancellationRequested ? "cancelled" : "finished";
        }

        [Function("Stubborn")]
        public async Task<string> Stubborn([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken)
        {
            gate.StubbornEntered.SetResult();
            await cancellationToken.WhenCancelledAsync();
            return "cancelled";
        }
    }
}
