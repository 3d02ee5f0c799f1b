using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Writes workflow documents in few words.</summary>
internal sealed class Flow
{
    private readonly JsonArray _nodes = [];
    private readonly JsonArray _edges = [];
    private JsonObject? _settings;

    /// <summary>A flow that begins with the node <c>start</c> of type <c>manual_trigger</c>.</summary>
    public static Flow Start() => new Flow().Node("start", "manual_trigger");

    /// <summary>Adds a node.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="type">Its type.</param>
    /// <param name="config">Its config, as an anonymous object or a <see cref="JsonNode"/>.</param>
    /// <param name="more">Further members of the node.</param>
    public Flow Node(string id, string type, object? config = null, object? more = null)
    {
        var node = new JsonObject { ["id"] = id, ["type"] = type, ["config"] = Json(config ?? new { }) };
        if (more is not null)
        {
            foreach (var (name, value) in Json(more)!.AsObject())
            {
                node[name] = value?.DeepClone();
            }
        }

        _nodes.Add(node);
        return this;
    }

    /// <summary>Adds a <c>set_variable</c> node.</summary>
    public Flow Set(string id, object values, object? more = null) => Node(id, "set_variable", new { values }, more);

    /// <summary>Adds an <c>http_request</c> node; it is tried once unless <paramref name="more"/> says otherwise.</summary>
    public Flow Http(string id, object config, object? more = null) =>
        Node(id, "http_request", config, more ?? new { retry = new { max_attempts = 1 } });

    /// <summary>Adds an edge.</summary>
    public Flow Edge(string source, string target, string? handle = null, string? condition = null)
    {
        var edge = new JsonObject { ["id"] = $"e{_edges.Count + 1}", ["source_node_id"] = source, ["target_node_id"] = target };
        if (handle is not null)
        {
            edge["source_handle"] = handle;
        }

        if (condition is not null)
        {
            edge["condition"] = condition;
        }

        _edges.Add(edge);
        return this;
    }

    /// <summary>Adds edges from each node to the next.</summary>
    public Flow Chain(params string[] ids)
    {
        foreach (var (source, target) in ids.Zip(ids.Skip(1)))
        {
            Edge(source, target);
        }

        return this;
    }

    /// <summary>Sets the settings.</summary>
    public Flow Settings(object settings)
    {
        _settings = Json(settings)!.AsObject();
        return this;
    }

    /// <summary>What an inline execution takes.</summary>
    public JsonObject Definition()
    {
        var definition = new JsonObject { ["nodes"] = _nodes.DeepClone(), ["edges"] = _edges.DeepClone() };
        if (_settings is not null)
        {
            definition["settings"] = _settings.DeepClone();
        }

        return definition;
    }

    /// <summary>The body that creates a workflow.</summary>
    public JsonObject Document(string name = "Test", params string[] tags)
    {
        var document = Definition();
        document["name"] = name;
        if (tags.Length > 0)
        {
            document["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
        }

        return document;
    }

    /// <summary>An object as JSON; names are taken as they stand.</summary>
    public static JsonNode? Json(object? value) => value as JsonNode ?? JsonSerializer.SerializeToNode(value);
}
