using System.Net;
using System.Text.Json;

namespace Orcheo.IntegrationTests.Support;

/// <summary>One request and its answer, read whole.</summary>
internal sealed record Exchange
{
    /// <summary>The method of the request.</summary>
    public required string Method { get; init; }

    /// <summary>The path of the request below <c>/api</c>, with its query.</summary>
    public required string Target { get; init; }

    /// <summary>The body of the request; null when it had none, or one that was not given as text.</summary>
    public string? RequestText { get; init; }

    /// <summary>The status of the answer.</summary>
    public required HttpStatusCode StatusCode { get; init; }

    /// <summary>Every header of the answer, of the content too.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The names of the query parameters of the request that have a value.</summary>
    public IEnumerable<string> QueryNames => Target.Contains('?', StringComparison.Ordinal)
        ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(part => part.Split('=')).Where(part => part.Length > 1).Select(part => Uri.UnescapeDataString(part[0]))
        : [];

    /// <summary>The status as a number.</summary>
    public int Status => (int)StatusCode;

    /// <summary>The media type of the body, without parameters; empty when there is none.</summary>
    public string MediaType => Header("Content-Type").Split(';')[0].Trim();

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => Text.Length > 0 ? JsonElement.Parse(Text) : throw new InvalidOperationException($"No body in {this}");

    /// <summary>The id of the resource in the body.</summary>
    public string Id => Json.Text("id");

    /// <summary>The header of that name; empty when there is none.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    /// <summary>Asserts the status, showing the whole exchange when it is another.</summary>
    /// <returns>Itself.</returns>
    public Exchange Expect(HttpStatusCode status)
    {
        Assert.True(StatusCode == status, $"Expected {(int)status}: {this}");
        return this;
    }

    public override string ToString() => $"{Method} {Target} -> {Status} {(Text.Length > 4000 ? Text[..4000] + "…" : Text)}";
}
