using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// An HTTP server on a free port of loopback that sees what executions do at once: who calls in which order, how many calls are open
/// at the same time, and when one is broken off.
/// </summary>
internal sealed class WatchedTarget : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _aborts = new();
    private readonly WebApplication _app;
    private int _open;

    private WatchedTarget(WebApplication app) => _app = app;

    /// <summary>Where it serves, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The most calls that were open at once.</summary>
    public int Most { get; private set; }

    /// <summary>Who has called, in the order of first calls.</summary>
    public IReadOnlyList<string> Callers
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls.Distinct()];
            }
        }
    }

    /// <summary>Starts the server.</summary>
    public static async Task<WatchedTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var target = new WatchedTarget(builder.Build());
        target._app.MapGet("/hold/{milliseconds:int}/{caller}", target.HoldAsync);
        await target._app.StartAsync();
        target.Address = target._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return target;
    }

    /// <summary>A URL that answers after a time; an expression may stand for the caller.</summary>
    public string Url(int milliseconds, string caller = "{{ execution.id }}") =>
        $"{Address}/hold/{milliseconds.ToString(CultureInfo.InvariantCulture)}/{caller}";

    /// <summary>How often a caller has called.</summary>
    public int CallsOf(string caller)
    {
        lock (_lock)
        {
            return _calls.Count(call => call == caller);
        }
    }

    /// <summary>Waits for the first call of a caller.</summary>
    public Task CalledByAsync(string caller) =>
        Eventually.Becomes(() => Task.FromResult(CallsOf(caller)), count => count > 0, $"a call by {caller}");

    /// <summary>Waits until a call of a caller was broken off.</summary>
    /// <returns>When that was, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public Task<long> AbortOfAsync(string caller) => AbortOf(caller).Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private TaskCompletionSource<long> AbortOf(string caller) =>
        _aborts.GetOrAdd(caller, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task<IResult> HoldAsync(int milliseconds, string caller, CancellationToken aborted)
    {
        lock (_lock)
        {
            _calls.Add(caller);
            Most = Math.Max(Most, ++_open);
        }

        try
        {
            await Task.Delay(milliseconds, aborted);
            return Results.Json(new { caller });
        }
        catch (OperationCanceledException)
        {
            AbortOf(caller).TrySetResult(Stopwatch.GetTimestamp());
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _open--;
            }
        }
    }
}
