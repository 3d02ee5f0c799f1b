using System.Globalization;
using CsCheck;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>Random batches against a dictionary that obeys the port's rules.</summary>
public abstract partial class TableStoreContract
{
    private static readonly Gen<(int Key, TableWriteKind Kind, int ETag, int Size)[][]> _batches =
        Gen.Select(Gen.Int[0, 5], Gen.Enum<TableWriteKind>(), Gen.Int[0, 4], Gen.Int[0, 40]).Array[1, 4].Array[1, 12];

    private int _modelPartitions;

    [Fact]
    public Task Random_batches_do_what_the_model_does() =>
        _batches.SampleAsync(RunModelAsync, iter: 120 / Slowness, threads: 1);

    private static (TableConflict?, List<TableWrite>) Expect(
        (int Key, TableWriteKind Kind, int ETag, int Size)[] batch,
        Dictionary<string, (byte[] Value, string ETag)> model,
        Dictionary<string, string> older)
    {
        TableConflict? conflict = null;
        var writes = new List<TableWrite>();
        foreach (var (number, kind, choice, size) in batch.DistinctBy(write => write.Key))
        {
            var key = "k" + number.ToString(CultureInfo.InvariantCulture);
            var exists = model.TryGetValue(key, out var row);

            // Mostly the current ETag, sometimes an older one or none that ever was.
            var etag = choice > 1 && exists ? row.ETag : choice > 0 && older.TryGetValue(key, out var old) ? old : "none";
            var asked = kind == TableWriteKind.Replace || (kind == TableWriteKind.Delete && choice > 0) ? etag : null;
            TableConflictKind? found = kind switch
            {
                TableWriteKind.Insert => exists ? TableConflictKind.RowExists : null,
                _ when asked is null => null,
                _ when !exists => TableConflictKind.RowMissing,
                _ => asked == row.ETag ? null : TableConflictKind.ETagMismatch,
            };
            conflict ??= found is { } why ? new TableConflict(writes.Count, why) : null;
            writes.Add(new TableWrite(kind, key, kind == TableWriteKind.Delete ? default : RandomBytes(size), asked));
        }

        return (conflict, writes);
    }

    private async Task RunModelAsync((int Key, TableWriteKind Kind, int ETag, int Size)[][] batches)
    {
        var partition = $"model-{Interlocked.Increment(ref _modelPartitions)}";
        var model = new Dictionary<string, (byte[] Value, string ETag)>(StringComparer.Ordinal);
        var older = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            var (conflict, writes) = Expect(batch, model, older);
            var result = await Store.WriteAsync(Table, partition, writes, Ct);
            Assert.Equal(conflict, result.Conflict);
            for (var i = 0; conflict is null && i < writes.Count; i++)
            {
                if (model.Remove(writes[i].RowKey, out var replaced))
                {
                    older[writes[i].RowKey] = replaced.ETag;
                }

                if (writes[i].Kind != TableWriteKind.Delete)
                {
                    model.Add(writes[i].RowKey, (writes[i].Value.ToArray(), result.ETags![i]));
                }
            }
        }

        var page = await Store.QueryAsync(Table, partition, new TableQuery(), Ct);
        Assert.Equal(
            model.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Key, row.Value.ETag, Convert.ToHexString(row.Value.Value))),
            page.Rows.Select(row => (row.RowKey, row.ETag, Convert.ToHexString(row.Value.Span))));
    }
}
