using System.Diagnostics;
using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Storage;

/// <summary>Measures how long a store takes, while anybody wants to know.</summary>
internal sealed class MeasuredTableStore(ITableStore store) : ITableStore, IAsyncDisposable
{
    private const string Get = "get";
    private const string Query = "query";
    private const string Write = "write";

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) =>
        store.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        MeasureAsync(Get, Now(), store.GetAsync(table, partitionKey, rowKey, cancellationToken));

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
        MeasureAsync(Query, Now(), store.QueryAsync(table, partitionKey, query, cancellationToken));

    public Task<TableWriteResult> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        MeasureAsync(Write, Now(), store.WriteAsync(table, partitionKey, writes, cancellationToken));

    public Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken) =>
        MeasureAsync(Write, Now(), store.WriteAllAsync(batches, cancellationToken));

    public ValueTask DisposeAsync() => (store as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static long Now() => OrcheoMetrics.MeasuresStorage ? Stopwatch.GetTimestamp() : 0;

    private static Task<T> MeasureAsync<T>(string operation, long since, Task<T> work) => since == 0 ? work : MeasuredAsync(operation, since, work);

    private static async Task<T> MeasuredAsync<T>(string operation, long since, Task<T> work)
    {
        var result = await work;
        OrcheoMetrics.Stored(operation, Stopwatch.GetElapsedTime(since));
        return result;
    }
}
