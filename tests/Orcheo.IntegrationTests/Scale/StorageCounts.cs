using System.Globalization;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What requests to a storage account add up to.</summary>
/// <param name="Reads">Rows read by their key.</param>
/// <param name="Queries">Ranges read.</param>
/// <param name="Batches">Entity-group transactions.</param>
/// <param name="Rows">Rows written in them.</param>
/// <param name="BlobWrites">Blobs written.</param>
/// <param name="BlobReads">Blobs read or listed.</param>
internal sealed record StorageCounts(int Reads, int Queries, int Batches, int Rows, int BlobWrites, int BlobReads)
{
    /// <summary>The heads of the columns of <see cref="Cells"/>.</summary>
    public const string Heads = "point reads | queries | batches | rows in them | blobs written | blobs read | operations";

    /// <summary>What is billed. Deleting a blob is free.</summary>
    public int Operations => Reads + Queries + Batches + BlobWrites + BlobReads;

    /// <summary>The cells of a table row.</summary>
    public string Cells => string.Create(
        CultureInfo.InvariantCulture, $"{Reads} | {Queries} | {Batches} | {Rows} | {BlobWrites} | {BlobReads} | {Operations}");

    /// <summary>What is left of it without the other.</summary>
    public StorageCounts Without(StorageCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new StorageCounts(
            Reads - other.Reads, Queries - other.Queries, Batches - other.Batches, Rows - other.Rows, BlobWrites - other.BlobWrites, BlobReads - other.BlobReads);
    }

    /// <summary>Adds up.</summary>
    public static StorageCounts Of(IEnumerable<StorageOperation> operations)
    {
        var all = operations.ToList();
        int Count(StorageKind kind) => all.Count(operation => operation.Kind == kind);
        return new StorageCounts(
            Count(StorageKind.Read),
            Count(StorageKind.Query),
            Count(StorageKind.Batch),
            all.Sum(operation => operation.Rows),
            Count(StorageKind.BlobWrite),
            Count(StorageKind.BlobRead) + Count(StorageKind.BlobList));
    }
}
