using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>The base of tests against the shared stack.</summary>
/// <param name="fixture">The shared stack and target.</param>
public abstract class ApiTest(ApiFixture fixture) : IAsyncLifetime
{
    internal LocalStack Stack { get; private set; } = null!;

    internal TargetServer Target { get; private set; } = null!;

    internal ApiClient Client => Stack.Client;

    /// <summary>A name that no other test uses.</summary>
    internal static string UniqueName() => "t" + Guid.NewGuid().ToString("N")[..12];

    public async ValueTask InitializeAsync()
    {
        Stack = await fixture.StackAsync();
        Target = await fixture.TargetAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
