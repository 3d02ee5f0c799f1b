using Azure.Data.Tables;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.AzureTables;

/// <summary>
/// How a row lies in a table entity: the value in binary properties <c>v0</c>, <c>v1</c>, ... of at most 64 KiB, or in the blob that <c>b</c>
/// names with its length in <c>n</c>; and in <c>w</c> the id of the write that made it.
/// </summary>
/// <remarks>Limits: learn.microsoft.com, "Understanding the Table service data model" and "Performing entity group transactions".</remarks>
internal static class RowEntity
{
    /// <summary>
    /// The most bytes that a value may have inside its entity. An entity holds 1 MiB with its keys and names, and Azurite counts, when one is
    /// replaced, the Base64 in which the value is sent.
    /// </summary>
    public const int InlineBytes = 11 * ChunkBytes;

    private const int ChunkBytes = 64 * 1024;

    /// <summary>Rows of before Azurite was thought of have up to 15.</summary>
    private const int Chunks = 15;

    /// <summary>A transaction's request may have 4 MiB, and values travel in it as Base64.</summary>
    private const int BatchBytes = 3_600_000;

    /// <summary>An upper bound of what a row takes in a request beside its value: keys, which may be escaped, headers, names.</summary>
    private const int RowOverhead = 4096;

    private static readonly string[] _chunkNames = [.. Enumerable.Range(0, Chunks).Select(i => $"v{i}")];

    /// <summary>Which values of a batch must go to blobs.</summary>
    /// <remarks>Those too large for an entity, then the largest until the rest fits the request.</remarks>
    public static bool[] ChooseSpilled(IReadOnlyList<TableWrite> writes)
    {
        var spilled = new bool[writes.Count];
        var total = 0L;
        foreach (var i in Enumerable.Range(0, writes.Count).OrderBy(i => writes[i].Value.Length))
        {
            var length = writes[i].Value.Length;
            var wire = (length + 2L) / 3 * 4 + RowOverhead;
            var budget = BatchBytes - (long)RowOverhead * (writes.Count - 1);
            spilled[i] = length > InlineBytes || (length > 0 && total + wire > budget);
            total += spilled[i] ? 0 : wire - RowOverhead;
        }

        return spilled;
    }

    public static TableEntity Encode(string partitionKey, in TableWrite write, string writeId, string? blob)
    {
        var entity = new TableEntity(partitionKey, write.RowKey) { ["w"] = writeId };
        if (blob is not null)
        {
            entity["b"] = blob;
            entity["n"] = write.Value.Length;
            return entity;
        }

        for (var (i, rest) = (0, write.Value); rest.Length > 0; i++)
        {
            var length = Math.Min(ChunkBytes, rest.Length);
            entity[_chunkNames[i]] = BinaryData.FromBytes(rest[..length]);
            rest = rest[length..];
        }

        return entity;
    }

    public static string? Blob(TableEntity entity) => entity.GetString("b");

    public static string? WriteId(TableEntity entity) => entity.GetString("w");

    /// <summary>The size of the value, wherever it lies.</summary>
    public static long Length(TableEntity entity) => entity.GetInt32("n") ?? InlineChunks(entity).Sum(chunk => (long)chunk.Length);

    /// <summary>The value of a row that has it inside.</summary>
    public static byte[] DecodeInline(TableEntity entity)
    {
        byte[][] chunks = [.. InlineChunks(entity)];
        return chunks.Length == 1 ? chunks[0] : [.. chunks.SelectMany(chunk => chunk)];
    }

    private static IEnumerable<byte[]> InlineChunks(TableEntity entity) =>
        _chunkNames.Select(entity.GetBinary).TakeWhile(chunk => chunk is not null);
}
