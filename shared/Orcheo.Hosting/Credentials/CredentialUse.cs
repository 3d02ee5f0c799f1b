using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>Notes when credentials are used, at most once a minute for each, behind the back of who uses them.</summary>
public sealed class CredentialUse(CredentialStore store, TimeProvider time, ILogger<CredentialUse> logger)
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Tenant, string Id), DateTimeOffset> _noted = new();

    /// <summary>The write that was begun last, for whoever must see its end.</summary>
    internal Task LastWrite { get; private set; } = Task.CompletedTask;

    /// <summary>Notes that a credential is used now. Returns at once, and never fails.</summary>
    public void Note(string tenant, string id)
    {
        var now = time.GetUtcNow();
        var key = (tenant, id);
        var known = _noted.TryGetValue(key, out var last);
        if (known && now - last < Interval)
        {
            return;
        }

        if (_noted.Count >= MostRemembered)
        {
            _noted.Clear();
            known = false;
        }

        // Of several that come at once, one writes.
        if (known ? _noted.TryUpdate(key, now, last) : _noted.TryAdd(key, now))
        {
            LastWrite = WriteAsync(tenant, id, now);
        }
    }

    private async Task WriteAsync(string tenant, string id, DateTimeOffset at)
    {
        try
        {
            await store.SetUsedAsync(tenant, id, at, CancellationToken.None);
        }
        catch (Exception exception) when (exception is OrcheoException or ObjectDisposedException)
        {
            HostingLogs.CredentialUseNotNoted(logger, id, exception);
        }
    }
}
