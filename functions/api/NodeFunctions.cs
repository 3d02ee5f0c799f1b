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
    public IActionResult ListNodes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nodes")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var rest = catalog.Descriptors
            .SkipWhile(descriptor => page.Cursor is not null && descriptor.Type != page.Cursor)
            .Skip(page.Cursor is null ? (page.Page - 1) * page.Limit : 0);
        var items = rest.Take(page.Limit + 1).ToList();
        var next = items.Count > page.Limit ? items[page.Limit].Type : null;
        return ApiResult.Ok(PageBody.Of(new ListPage<NodeDescriptor>([.. items.Take(page.Limit)], next), page));
    }

    /// <summary>One node type.</summary>
    [Function(nameof(GetNode))]
    public IActionResult GetNode([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nodes/{type}")] HttpRequest request, string type) =>
        ApiResult.Ok(catalog.Find(type)?.Descriptor ?? throw RequestReading.NotFound("node type", type));
}
