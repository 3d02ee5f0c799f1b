using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api;
using Orcheo.Api.Security;
using Orcheo.Hosting.Security;
using Orcheo.Triggers;

namespace Orcheo.UnitTests.Hosting;

/// <summary>The table that opens routes, the functions and openapi.json say the same.</summary>
public sealed partial class RouteScopesTests
{
    [Fact]
    public void Every_function_has_a_line_and_every_line_a_function() =>
        Assert.Equal(Functions().Select(function => function.Name).Order(StringComparer.Ordinal), RouteScopes.ByFunction.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_function_takes_the_scopes_that_openapi_says()
    {
        var documented = Documented();
        foreach (var (name, route) in Functions())
        {
            Assert.True(documented.TryGetValue(route, out var scopes), $"{name} ({route}) is not in openapi.json.");
            Assert.Equal(scopes.Order(StringComparer.Ordinal), RouteScopes.ByFunction[name].Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_operation_of_openapi_is_a_function_with_the_scopes_that_it_says()
    {
        var functions = Functions().ToDictionary(function => function.Route, function => function.Name, StringComparer.Ordinal);
        var missing = Documented().Keys.Where(route => !functions.ContainsKey(route));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_scope_of_the_table_is_one_that_keys_can_have() =>
        Assert.Empty(RouteScopes.ByFunction.Values.SelectMany(scopes => scopes).Except(Scopes.All));

    /// <summary>Scopes by route; none where the operation needs no key.</summary>
    private static Dictionary<string, string[]> Documented()
    {
        var routes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var document = JsonElement.Parse(OpenApiDocument.Json.Span);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var open = operation.Value.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
                var scopes = operation.Value.TryGetProperty("x-orcheo-scope", out var listed)
                    ? listed.EnumerateArray().Select(scope => scope.GetString()!).ToArray()
                    : [];
                Assert.True(open == (scopes.Length == 0), $"{operation.Name} {path.Name} is open and has scopes, or is neither.");
                routes.Add(Route(operation.Name, path.Name[1..]), scopes);
            }
        }

        return routes;
    }

    private static List<(string Name, string Route)> Functions() =>
    [
        .. from assembly in new[] { typeof(WorkflowFunctions).Assembly, typeof(WebhookIngress).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null)
           where trigger is not null
           from verb in trigger.Methods!
           select (function.Name, Route(verb, trigger.Route!)),
    ];

    /// <summary>Parameters may be named differently on either side.</summary>
    private static string Route(string method, string path) => $"{method.ToUpperInvariant()} {Parameter().Replace(path, "{}")}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
