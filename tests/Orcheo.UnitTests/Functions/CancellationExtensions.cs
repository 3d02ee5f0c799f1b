namespace Orcheo.UnitTests.Functions;

internal static class CancellationExtensions
{
    /// <summary>Ends when the token is cancelled.</summary>
    internal static async Task WhenCancelledAsync(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
