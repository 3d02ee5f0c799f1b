using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.WebhookTrigger;

/// <summary>What the sender of a delivery gets.</summary>
internal sealed record WebhookRespond
{
    /// <summary>The status.</summary>
    [Range(200, 599)]
    [Description("The HTTP status.")]
    public int Status { get; init; } = 200;

    /// <summary>The headers.</summary>
    [Schema("""{"additionalProperties":{"type":["string","number","boolean","null"]}}""")]
    [Description("Headers to send, by name; null leaves one out.")]
    public Dictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>The body.</summary>
    [Description("The body: a string is sent as text unless the header content-type says JSON, anything else as JSON. Without it, none is sent.")]
    public JsonElement Body { get; init; }
}
