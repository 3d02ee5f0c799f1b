using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.AzureTables;

/// <summary>The blobs that hold the values too large for a table. A blob is written once, before its row, and never changed.</summary>
/// <remarks>Each carries its table and row as metadata, so that orphans can be told from values in use.</remarks>
internal sealed class ValueBlobs(BlobContainerClient container)
{
    private const string TableKey = "table";
    private const string PartitionKey = "partition";
    private const string RowKey = "row";

    public Task InitializeAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Writes a value under a new name, which is returned.</summary>
    public async Task<string> WriteAsync(string table, string partitionKey, TableWrite write, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid().ToString("n");
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string>
            {
                [TableKey] = table,
                [PartitionKey] = Encode(partitionKey),
                [RowKey] = Encode(write.RowKey),
            },
        };
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(write.Value), options, cancellationToken);
        return name;
    }

    /// <summary>Reads a value; null when the blob is gone, because its row was replaced or deleted since.</summary>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult result = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return result.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes blobs as far as that works; what stays is an orphan.</summary>
    public async Task TryDeleteAsync(IEnumerable<string?> names)
    {
        foreach (var name in names.OfType<string>())
        {
            try
            {
                await container.DeleteBlobIfExistsAsync(name);
            }
            catch (Exception e) when (AzureErrors.IsFailure(e, CancellationToken.None))
            {
                // The write itself has succeeded or failed already; the sweep of orphans finds the blob.
            }
        }
    }

    /// <summary>Lists the blobs last modified before a time, each with the row it was written for.</summary>
    public async IAsyncEnumerable<(string Name, string Table, string PartitionKey, string RowKey)> ListAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Traits = BlobTraits.Metadata };
        await foreach (var blob in container.GetBlobsAsync(options, cancellationToken))
        {
            if (blob.Properties.LastModified < before && blob.Metadata.TryGetValue(TableKey, out var table))
            {
                yield return (blob.Name, table, Decode(blob.Metadata[PartitionKey]), Decode(blob.Metadata[RowKey]));
            }
        }
    }

    // Keys may hold spaces at their ends, which a header would lose.
    private static string Encode(string key) => Convert.ToBase64String(Encoding.ASCII.GetBytes(key));

    private static string Decode(string value) => Encoding.ASCII.GetString(Convert.FromBase64String(value));
}
