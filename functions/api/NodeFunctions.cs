using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;

namespace Orcheo.Api;

/// <summary>The catalogue of node types.</summary>
public sealed class NodeFunctions(NodeCatalog catalog)
{
    /// <summary>Lists every node type.</summary>
    [Function(nameof(ListNodes))]
    public IActionResult ListNodes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nodes")] HttpRequest request) =>
        ApiResult.Ok(PageBody.Of(new ListPage<NodeDescriptor>(catalog.Descriptors, null), new ListRequest { Limit = ListRequest.MaxLimit }));

    /// <summary>One node type.</summary>
    [Function(nameof(GetNode))]
    public IActionResult GetNode([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nodes/{type}")] HttpRequest request, string type) =>
        ApiResult.Ok(catalog.Find(type)?.Descriptor ?? throw RequestReading.NotFound("node type", type));
}
