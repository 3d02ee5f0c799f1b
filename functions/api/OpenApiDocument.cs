namespace Orcheo.Api;

/// <summary>shared/schemas/openapi.json, which is built into this assembly.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<ReadOnlyMemory<byte>> Bytes = new(Load);

    /// <summary>The document, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json => Bytes.Value;

    private static ReadOnlyMemory<byte> Load()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not built into this assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
