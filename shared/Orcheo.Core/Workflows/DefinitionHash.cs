using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Workflows;

/// <summary>A definition as JSON, with the checksum that names it.</summary>
/// <param name="Json">The definition in its wire shape.</param>
/// <param name="Checksum">SHA-256 of <paramref name="Json"/>, in lower-case hexadecimal.</param>
public sealed record DefinitionHash(JsonElement Json, string Checksum)
{
    /// <summary>Serialises and names a definition.</summary>
    public static DefinitionHash Of(WorkflowDefinition definition)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(definition, OrcheoJson.Options);
        return new DefinitionHash(JsonElement.Parse(bytes), ChecksumOf(bytes));
    }

    /// <summary>Names a definition that <see cref="Of"/> has serialised before.</summary>
    public static DefinitionHash OfStored(JsonElement json) => new(json, ChecksumOf(JsonSerializer.SerializeToUtf8Bytes(json, OrcheoJson.Options)));

    /// <summary>Reads a definition that <see cref="Of"/> has serialised before.</summary>
    public static WorkflowDefinition Read(JsonElement json) => json.Deserialize<WorkflowDefinition>(OrcheoJson.Options)!;

    private static string ChecksumOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
