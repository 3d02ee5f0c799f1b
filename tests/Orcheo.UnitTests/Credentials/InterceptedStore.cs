using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Credentials;

/// <summary>A store whose writes go through the test first, which may delay, repeat or refuse them.</summary>
/// <param name="inner">The store.</param>
/// <param name="write">Given the table and the write itself.</param>
internal sealed class InterceptedStore(ITableStore inner, Func<string, Func<Task<TableWriteResult>>, Task<TableWriteResult>> write) : ITableStore
{
    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partitionKey, query, cancellationToken);

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        write(table, () => inner.WriteAsync(table, partitionKey, writes, cancellationToken));
}
