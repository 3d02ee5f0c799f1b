namespace Orcheo.UnitTests.Functions;

/// <summary>Awaits a condition.</summary>
internal static class Eventually
{
    internal static async Task TrueAsync(Func<bool> condition, Action? meanwhile = null)
    {
        var token = TestContext.Current.CancellationToken;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(2), limit.Token);
        }
    }
}
