using System.Text.Json;

namespace Orcheo.Hosting.Triggers;

/// <summary>What a delivery carries, as workflows see it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="ContentType">The content type; null when the sender gave none.</param>
/// <param name="Headers">The headers, by lower-case name, without those that prove the sender.</param>
/// <param name="Query">The query parameters: a string each, or an array where one is repeated.</param>
/// <param name="Body">The body: JSON as it is, a form as an object, text as a string, anything else as <c>{base64}</c>, null for none.</param>
public sealed record WebhookContent(
    string Method,
    string? ContentType,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, JsonElement> Query,
    JsonElement Body);
