using System.ComponentModel;
using System.Text.Json;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Output of <c>http_request</c>.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpRequestOutput(
    [property: Description("The status code.")] int Status,
    [property: Description("The response's headers: lower-case names, several values joined by \", \" (those of set-cookie by line feeds).")]
    IReadOnlyDictionary<string, string> Headers,
    [property: Description("JSON parsed, text as a string, anything else as {\"base64\": \"…\"}; null when there is none.")] JsonElement Body);
