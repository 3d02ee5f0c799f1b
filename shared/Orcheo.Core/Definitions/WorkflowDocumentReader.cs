using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Core.Definitions;

/// <summary>
/// Reads workflow documents strictly: whatever is not a workflow document at all is a structural fault (1xxx, and
/// <see cref="ErrorCodes.WorkflowTooLarge"/>), told with its pointer, all of them at once. What the workflow means is the
/// business of <see cref="Validation.WorkflowValidator"/>.
/// </summary>
public static class WorkflowDocumentReader
{
    private static readonly string[] OnErrorWords = ["fail", "continue", "route"];

    /// <summary>Reads the body of a request that creates, replaces or validates a workflow.</summary>
    /// <param name="utf8">The JSON text.</param>
    public static WorkflowReadResult Read(ReadOnlyMemory<byte> utf8)
    {
        var faults = new JsonFaults();
        var document = StrictObject.Parse(utf8, faults) is { } body ? ReadDocument(body, faults) : null;
        return new WorkflowReadResult(document, faults.Errors);
    }

    /// <summary>Reads a workflow document that is part of a larger value, which was read by <see cref="StrictJson"/>.</summary>
    /// <param name="element">The value.</param>
    /// <param name="pointer">RFC 6901 pointer to it.</param>
    public static WorkflowReadResult Read(JsonElement element, string pointer = "")
    {
        var faults = new JsonFaults();
        var document = StrictObject.From(element, pointer, faults) is { } body ? ReadDocument(body, faults) : null;
        return new WorkflowReadResult(document, faults.Errors);
    }

    /// <summary>Reads an inline definition, <c>{nodes, edges?, settings?}</c>, which was read by <see cref="StrictJson"/>.</summary>
    /// <param name="element">The value.</param>
    /// <param name="pointer">RFC 6901 pointer to it, e.g. <c>/workflow</c>.</param>
    public static WorkflowReadResult ReadInline(JsonElement element, string pointer = "")
    {
        var faults = new JsonFaults();
        WorkflowDocument? document = null;
        if (StrictObject.From(element, pointer, faults) is { } body)
        {
            document = ReadDefinition(body, faults) is { } definition
                ? new WorkflowDocument { Name = string.Empty, Definition = definition }
                : null;
            body.Close();
        }

        return new WorkflowReadResult(document, faults.Errors);
    }

    private static WorkflowDocument? ReadDocument(StrictObject body, JsonFaults faults)
    {
        body.Ignore("id", "version", "created_at", "updated_at", "validation_errors", "last_execution");
        var name = body.Name("name", required: true, WorkflowLimits.MaxNameLength);
        var description = body.Text("description", maxLength: WorkflowLimits.MaxDescriptionLength);
        var tags = body.Texts("tags", maxItems: WorkflowLimits.MaxTags, minLength: 1, maxLength: WorkflowLimits.MaxTagLength);
        var schemaVersion = body.Integer("schema_version", 1, WorkflowLimits.SchemaVersion);
        var ui = body.FreeObject("ui", maxBytes: WorkflowLimits.MaxUiBytes);
        var definition = ReadDefinition(body, faults);
        body.Close();
        return definition is null ? null : new WorkflowDocument
        {
            Name = name ?? string.Empty,
            Description = description,
            Tags = tags is null ? [] : [.. tags.Distinct(StringComparer.Ordinal)],
            SchemaVersion = schemaVersion ?? WorkflowLimits.SchemaVersion,
            Definition = definition,
            Ui = ui,
        };
    }

    /// <summary>Null when a node or edge could not be read: the graph would seem to have other faults than it has.</summary>
    private static WorkflowDefinition? ReadDefinition(StrictObject body, JsonFaults faults)
    {
        var nodeItems = body.Array("nodes", required: true, WorkflowLimits.MaxNodes, ErrorCodes.WorkflowTooLarge);
        var nodes = nodeItems?.Select(item => ReadNode(item.Element, item.Pointer, faults)).ToList();
        var hasEdges = body.Has("edges");
        var edgeItems = body.Array("edges", maxItems: WorkflowLimits.MaxEdges, tooManyCode: ErrorCodes.WorkflowTooLarge);
        var edges = edgeItems is null ? (hasEdges ? null : []) : ReadEdges(edgeItems, faults);
        var settings = ReadSettings(body.Object("settings"));
        return nodes is null || edges is null || nodes.Contains(null) || edges.Contains(null)
            ? null
            : new WorkflowDefinition { Nodes = nodes.OfType<NodeDefinition>().ToArray(), Edges = edges.OfType<EdgeDefinition>().ToArray(), Settings = settings };
    }

    private static NodeDefinition? ReadNode(JsonElement element, string pointer, JsonFaults faults)
    {
        if (StrictObject.From(element, pointer, faults) is not { } node)
        {
            return null;
        }

        var id = node.Id("id");
        node.NodeId = id;
        var type = node.Text("type", required: true, 1, WorkflowLimits.MaxTagLength);
        var name = node.Text("name", maxLength: WorkflowLimits.MaxNameLength);
        var config = node.FreeObject("config");
        var credentialsRef = node.Text("credentials_ref", minLength: 1, maxLength: WorkflowLimits.MaxTagLength);
        var timeout = node.Number("timeout_seconds", 0, WorkflowLimits.MaxTimeoutSeconds, aboveMin: true);
        var retry = ReadRetry(node.Object("retry"));
        var onError = node.Choice("on_error", OnErrorWords);
        var ui = node.FreeObject("ui", maxBytes: WorkflowLimits.MaxUiBytes);
        node.Close();
        return id is null || type is null ? null : new NodeDefinition
        {
            Id = id,
            Type = type,
            Name = name,
            Config = config ?? OrcheoJson.EmptyObject,
            CredentialsRef = credentialsRef,
            TimeoutSeconds = timeout,
            Retry = retry,
            OnError = onError is null ? OnError.Fail : (OnError)Array.IndexOf(OnErrorWords, onError),
            Ui = ui,
        };
    }

    private static List<EdgeDefinition?> ReadEdges(IReadOnlyList<(JsonElement Element, string Pointer)> items, JsonFaults faults)
    {
        var edges = items.Select(item => ReadEdge(item.Element, item.Pointer, faults)).ToList();
        var taken = edges.Where(edge => edge is { Id.Length: > 0 }).Select(edge => edge!.Id).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < edges.Count; index++)
        {
            if (edges[index] is { Id.Length: 0 } edge)
            {
                edges[index] = edge with { Id = MakeEdgeId(index + 1, taken) };
            }
        }

        return edges;
    }

    /// <summary>The id of the n-th edge when the author gives none: <c>e1</c>, <c>e2</c>, … or, where another edge has that id, <c>e2-2</c>.</summary>
    private static string MakeEdgeId(int number, HashSet<string> taken)
    {
        var id = $"e{number}";
        for (var attempt = 2; !taken.Add(id); attempt++)
        {
            id = $"e{number}-{attempt}";
        }

        return id;
    }

    private static EdgeDefinition? ReadEdge(JsonElement element, string pointer, JsonFaults faults)
    {
        if (StrictObject.From(element, pointer, faults) is not { } edge)
        {
            return null;
        }

        var id = edge.Id("id", required: false);
        edge.EdgeId = id;
        var source = edge.Id("source_node_id");
        var target = edge.Id("target_node_id");
        var handle = edge.Text("source_handle", minLength: 1, maxLength: WorkflowLimits.MaxTagLength);
        var condition = edge.Text("condition");
        edge.Close();
        return source is null || target is null ? null : new EdgeDefinition
        {
            Id = id ?? string.Empty,
            SourceNodeId = source,
            TargetNodeId = target,
            SourceHandle = handle,
            Condition = condition,
        };
    }

    private static WorkflowSettings ReadSettings(StrictObject? settings)
    {
        if (settings is null)
        {
            return new WorkflowSettings();
        }

        var read = new WorkflowSettings
        {
            Retry = ReadRetry(settings.Object("retry")),
            TimeoutSeconds = settings.Number("timeout_seconds", 0, WorkflowLimits.MaxExecutionTimeoutSeconds, aboveMin: true),
            MaxConcurrentRuns = settings.Integer("max_concurrent_runs", 1, WorkflowLimits.MaxConcurrentRuns),
            EventRetentionDays = settings.Integer("event_retention_days", 1, WorkflowLimits.MaxEventRetentionDays),
        };
        settings.Close();
        return read;
    }

    private static RetrySettings? ReadRetry(StrictObject? retry)
    {
        if (retry is null)
        {
            return null;
        }

        var read = new RetrySettings
        {
            MaxAttempts = retry.Integer("max_attempts", 1, WorkflowLimits.MaxAttempts),
            InitialIntervalSeconds = retry.Number("initial_interval_seconds", 0, WorkflowLimits.MaxTimeoutSeconds),
            BackoffCoefficient = retry.Number("backoff_coefficient", 1, WorkflowLimits.MaxBackoffCoefficient),
            MaxIntervalSeconds = retry.Number("max_interval_seconds", 0, WorkflowLimits.MaxTimeoutSeconds),
            Jitter = retry.Boolean("jitter"),
        };
        retry.Close();
        return read;
    }
}
