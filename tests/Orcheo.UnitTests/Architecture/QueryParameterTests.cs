using Orcheo.Api;
using Orcheo.Api.Security;

namespace Orcheo.UnitTests.Architecture;

/// <summary>openapi.json decides which query parameters a function gets; it finds the function by its operationId.</summary>
public sealed class QueryParameterTests
{
    [Fact]
    public void Every_function_is_an_operation_of_its_name() =>
        Assert.Equal(RouteScopes.ByFunction.Keys.Order(StringComparer.Ordinal), OpenApiDocument.QueryParameters.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Lists_take_a_page() =>
        Assert.All(
            OpenApiDocument.QueryParameters.Where(entry => entry.Key.StartsWith("List", StringComparison.Ordinal)),
            entry => Assert.Superset(new HashSet<string> { "limit", "cursor", "page" }, entry.Value!.ToHashSet()));
}
