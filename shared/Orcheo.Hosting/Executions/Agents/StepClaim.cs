using Orcheo.Core.Executions;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>A step that this worker has to itself until it lets go.</summary>
internal sealed class StepClaim : IAsyncDisposable
{
    /// <summary>How long a worker that has died holds its step.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Renewal = Lease / 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly StepClaims _claims;
    private readonly StepReference _step;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewing;
    private string? _held;

    private StepClaim(StepClaims claims, StepReference step, TimeProvider time, string held)
    {
        (_claims, _step, _time, _held) = (claims, step, time, held);
        _renewing = RenewAsync();
    }

    /// <summary>Waits until the step is this worker's, or until there is no need of it.</summary>
    /// <param name="claims">Where steps are taken.</param>
    /// <param name="step">The step.</param>
    /// <param name="isMade">Asked while another worker has it: whether the step is recorded now.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <returns>Null when another worker has made the step.</returns>
    public static async Task<StepClaim?> TakeAsync(
        StepClaims claims, StepReference step, Func<Task<bool>> isMade, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (await claims.TakeAsync(step, now, now + Lease, cancellationToken) is { } held)
            {
                return new StepClaim(claims, step, time, held);
            }

            if (await isMade())
            {
                return null;
            }

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewing;
        _released.Dispose();
        if (_held is { } held)
        {
            try
            {
                await _claims.ReleaseAsync(_step, held, CancellationToken.None);
            }
            catch (StorageException)
            {
                // It runs out by itself.
            }
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            while (_held is { } held)
            {
                await Task.Delay(Renewal, _time, _released.Token);
                _held = await _claims.RenewAsync(_step, held, _time.GetUtcNow() + Lease, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
        catch (StorageException)
        {
            // The step goes on: what it comes to is recorded once all the same.
        }
    }
}
