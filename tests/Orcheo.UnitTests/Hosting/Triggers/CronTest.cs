using Microsoft.Extensions.Time.Testing;
using Orcheo.Storage.Sqlite;

namespace Orcheo.UnitTests.Hosting.Triggers;

/// <summary>The base of tests of cron triggers on a real SQLite store.</summary>
public abstract class CronTest : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-cron-");
    private readonly List<CronHost> _hosts = [];
    private SqliteTableStore _store = null!;

    internal static DateTimeOffset Start => new(2026, 1, 31, 9, 15, 0, TimeSpan.Zero);

    internal FakeTimeProvider Time { get; } = new(Start);

    internal CronHub Hub { get; } = new();

    internal CronStoreProbe Probe { get; private set; } = null!;

    internal CronHost Host { get; private set; } = null!;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(_folder.FullName, "test.db") });
        Probe = new CronStoreProbe(_store);
        Host = NewHost();
        await _store.InitializeAsync(Host.Tables, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _hosts.ForEach(host => host.Dispose());
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Another host on the same store, or this one after a restart.</summary>
    internal CronHost NewHost(params (string Name, string Value)[] settings)
    {
        var host = new CronHost(Probe, Time, Hub, settings);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Moves the clock so many seconds on, and ticks.</summary>
    internal Task<int> TickAfterAsync(double seconds, CronHost? host = null)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return (host ?? Host).TickAsync();
    }

    /// <summary>So many seconds after the start.</summary>
    internal static DateTimeOffset[] At(params double[] seconds) => [.. seconds.Select(second => Start.AddSeconds(second))];
}
