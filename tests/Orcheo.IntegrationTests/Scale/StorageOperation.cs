using System.Text.RegularExpressions;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What a request asks a storage account for, as its bill tells requests apart.</summary>
internal enum StorageKind
{
    /// <summary>One row of a table by its key.</summary>
    Read,

    /// <summary>A range of rows.</summary>
    Query,

    /// <summary>An entity-group transaction, which is billed as one operation however many rows it writes.</summary>
    Batch,

    /// <summary>A blob that is written.</summary>
    BlobWrite,

    /// <summary>A blob that is read.</summary>
    BlobRead,

    /// <summary>A blob that is deleted; not billed.</summary>
    BlobDelete,

    /// <summary>Blobs that are listed.</summary>
    BlobList,

    /// <summary>Making tables and containers, when a host starts.</summary>
    Setup,
}

/// <summary>One request to a storage account.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Target">Path and query, unescaped; of a batch, those of its first row.</param>
/// <param name="Rows">How many rows a batch writes.</param>
/// <param name="Status">What it was answered with.</param>
internal sealed partial record StorageOperation(StorageKind Kind, string Target, int Rows, int Status)
{
    /// <summary>Tells a request to the table service.</summary>
    public static StorageOperation OfTables(string method, string target, string body, int status)
    {
        var unescaped = Uri.UnescapeDataString(target);
        if (target.EndsWith("/$batch", StringComparison.Ordinal))
        {
            var rows = InBatch().Matches(body);
            return new StorageOperation(StorageKind.Batch, Uri.UnescapeDataString(rows[0].Groups["target"].Value), rows.Count, status);
        }

        var kind = (method, target) switch
        {
            ("GET", _) when target.Contains("RowKey=", StringComparison.Ordinal) => StorageKind.Read,
            ("GET", _) => StorageKind.Query,
            ("POST", _) when target.Contains("/Tables", StringComparison.Ordinal) => StorageKind.Setup,
            _ => throw new InvalidOperationException($"The adapter is not known to send {method} {unescaped}: give it a kind."),
        };
        return new StorageOperation(kind, unescaped, 0, status);
    }

    /// <summary>Tells a request to the blob service.</summary>
    public static StorageOperation OfBlobs(string method, string target, string body, int status)
    {
        var unescaped = Uri.UnescapeDataString(target);
        var kind = (method, unescaped.Contains("restype=container", StringComparison.Ordinal)) switch
        {
            ("GET", true) => StorageKind.BlobList,
            (_, true) => StorageKind.Setup,
            ("PUT", _) => StorageKind.BlobWrite,
            ("GET", _) => StorageKind.BlobRead,
            ("DELETE", _) => StorageKind.BlobDelete,
            _ => throw new InvalidOperationException($"The adapter is not known to send {method} {unescaped}{body}: give it a kind."),
        };
        return new StorageOperation(kind, unescaped, 0, status);
    }

    [GeneratedRegex(@"^(?:POST|PUT|PATCH|MERGE|DELETE) https?://[^/]+(?<target>\S+) HTTP/1\.1\r?$", RegexOptions.Multiline)]
    private static partial Regex InBatch();
}
