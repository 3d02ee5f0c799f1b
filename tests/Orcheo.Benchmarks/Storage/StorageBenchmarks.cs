using System.Diagnostics;
using System.Globalization;
using Orcheo.Core.Storage;
using Orcheo.Storage.Sqlite;

namespace Orcheo.Benchmarks.Storage;

/// <summary>What the SQLite store does on this machine's disk, every write synced.</summary>
internal static class StorageBenchmarks
{
    private const string Table = "bench";
    private const int Writers = 64;
    private const int RowsPerBatch = 3;
    private const int PageRows = 50;

    private static readonly byte[] _value = new byte[300];

    /// <summary>Measures in a folder of its own under <paramref name="folder"/>, removed afterwards.</summary>
    /// <param name="folder">Where to write; the disk that counts.</param>
    /// <param name="duration">How long the load of many writers lasts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    internal static async Task<IReadOnlyDictionary<string, object>> RunAsync(
        string folder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(folder, "bench-" + Guid.NewGuid().ToString("n")));
        try
        {
            var figures = new Dictionary<string, object>(StringComparer.Ordinal);
            await using var store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(directory.FullName, "bench.db") });
            await store.InitializeAsync([Table], cancellationToken);
            await MeasureManyWritersAsync(store, TimeSpan.FromMilliseconds(500), [], cancellationToken);
            await MeasureManyWritersAsync(store, duration, figures, cancellationToken);
            await MeasureSingleWriterAsync(store, figures, cancellationToken);
            await MeasureReadsAsync(store, figures, cancellationToken);
            return figures;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task MeasureManyWritersAsync(
        SqliteTableStore store, TimeSpan duration, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, cancellationToken)));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(l => l).Order().ToArray();
        figures["writers_64_rows_per_second"] = Math.Round(all.Length * RowsPerBatch / seconds);
        figures["writers_64_batch_p50_ms"] = Percentile(all, 50);
        figures["writers_64_batch_p95_ms"] = Percentile(all, 95);
        figures["writers_64_batch_max_ms"] = Percentile(all, 100);

        async Task<List<double>> WriteAsync()
        {
            var taken = new List<double>();
            while (clock.Elapsed < duration)
            {
                var start = Stopwatch.GetTimestamp();
                TableWrite[] batch = [.. Enumerable.Range(0, RowsPerBatch).Select(i => TableWrite.Insert(Key(i), _value))];
                await store.WriteAsync(Table, "default|exe_" + Guid.NewGuid().ToString("n"), batch, cancellationToken);
                taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return taken;
        }
    }

    private static async Task MeasureSingleWriterAsync(
        SqliteTableStore store, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        const int Count = 2000;
        var taken = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.WriteAsync(Table, "single", [TableWrite.Insert(Key(i), _value)], cancellationToken);
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(taken);
        figures["single_write_p50_ms"] = Percentile(taken, 50);
        figures["single_write_p95_ms"] = Percentile(taken, 95);
    }

    private static async Task MeasureReadsAsync(
        SqliteTableStore store, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        await FillAsync(store, "small", 100, cancellationToken);
        await FillAsync(store, "large", 100_000, cancellationToken);
        var random = new Random(1);
        figures["point_read_us"] = await TimeAsync(
            5000, () => store.GetAsync(Table, "large", Key(random.Next(100_000)), cancellationToken));
        figures["page_50_of_100_rows_us"] = await TimeAsync(
            2000, () => store.QueryAsync(Table, "small", PageFrom(random.Next(100 - PageRows)), cancellationToken));
        figures["page_50_of_100000_rows_us"] = await TimeAsync(
            2000, () => store.QueryAsync(Table, "large", PageFrom(random.Next(100_000 - PageRows)), cancellationToken));
    }

    private static async Task FillAsync(SqliteTableStore store, string partition, int rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(TableLimits.BatchRows))
        {
            TableWrite[] batch = [.. chunk.Select(i => TableWrite.Insert(Key(i), _value))];
            await store.WriteAsync(Table, partition, batch, cancellationToken);
        }
    }

    private static async Task<double> TimeAsync<T>(int count, Func<Task<T>> action)
    {
        for (var i = 0; i < count / 4; i++)
        {
            await action();
        }

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await action();
        }

        return Math.Round(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count, 1);
    }

    private static TableQuery PageFrom(int row) => new() { From = Key(row), Limit = PageRows };

    private static string Key(int i) => i.ToString("d8", CultureInfo.InvariantCulture);

    private static double Percentile(double[] sorted, int percent) =>
        Math.Round(sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)], 3);
}
