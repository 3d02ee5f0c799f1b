using Azure;

namespace Orcheo.Storage.AzureTables;

/// <summary>The port's ETag of a row: the service's own, and after a <c>#</c> the blob that holds the value, if one does.</summary>
/// <remarks>So whoever replaces or deletes the row by ETag knows, without reading it, which blob becomes garbage.</remarks>
internal readonly record struct RowETag(ETag Service, string? Blob)
{
    private const string Start = "W/\"datetime'";
    private const string End = "'\"";

    /// <summary>Well-formed, and of no row: for a write of ours that another has already overwritten, or an ETag from elsewhere.</summary>
    public static readonly ETag Matchless = new("W/\"datetime'2000-01-01T00%3A00%3A00.0000000Z'\"");

    public static RowETag Parse(string etag)
    {
        var mark = etag.IndexOf('#', StringComparison.Ordinal);
        var (service, blob) = mark < 0 ? (etag, null) : (etag[..mark], etag[(mark + 1)..]);

        // The service answers a malformed ETag with "bad request", but to the caller it is one that does not match.
        var wellFormed = service.StartsWith(Start, StringComparison.Ordinal) && service.EndsWith(End, StringComparison.Ordinal);
        return wellFormed ? new RowETag(new ETag(service), blob) : new RowETag(Matchless, null);
    }

    public static string Format(ETag service, string? blob) => blob is null ? service.ToString() : $"{service}#{blob}";
}
