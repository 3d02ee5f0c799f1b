using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.UnitTests.Functions;

public sealed class ScopeTests
{
    [Fact]
    public async Task Every_invocation_has_its_own_scope_and_instance_and_disposes_them()
    {
        var made = new ConcurrentQueue<Scoped>();
        await using var host = await RunningHost.StartAsync(
            builder => builder.Services.AddSingleton(made).AddScoped<Scoped>(), typeof(Function));
        var first = await host.GetAsync("/api/Scope");
        var second = await host.GetAsync("/api/Scope");
        Assert.NotEqual(first, second);
        Assert.Equal(2, made.Count);
        await Eventually.TrueAsync(() => made.All(scoped => scoped.Disposed));
    }

    internal sealed class Scoped : IAsyncDisposable
    {
        public Scoped(ConcurrentQueue<Scoped> made) => made.Enqueue(this);

        internal bool Disposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class Function(Scoped scoped)
    {
        private readonly Guid _id = Guid.NewGuid();

        [Function("Scope")]
        public async Task<string> Run([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            Assert.Same(scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>());
            Assert.False(scoped.Disposed);
            return _id.ToString();
        }
    }
}
