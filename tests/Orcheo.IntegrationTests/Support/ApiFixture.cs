using Orcheo.IntegrationTests.Support;

[assembly: AssemblyFixture(typeof(ApiFixture))]

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// The stack and the target server that most tests share. Both start when the first test asks, so that a run of other tests
/// alone does not pay for them.
/// </summary>
public sealed class ApiFixture : IAsyncDisposable
{
    private readonly Lazy<Task<LocalStack>> _stack = new(() => LocalStack.StartAsync());
    private readonly Lazy<Task<TargetServer>> _target = new(TargetServer.StartAsync);

    internal Task<LocalStack> StackAsync() => _stack.Value;

    internal Task<TargetServer> TargetAsync() => _target.Value;

    public async ValueTask DisposeAsync()
    {
        if (_stack.IsValueCreated && _stack.Value.IsCompletedSuccessfully)
        {
            await (await _stack.Value).DisposeAsync();
        }

        if (_target.IsValueCreated && _target.Value.IsCompletedSuccessfully)
        {
            await (await _target.Value).DisposeAsync();
        }
    }
}
