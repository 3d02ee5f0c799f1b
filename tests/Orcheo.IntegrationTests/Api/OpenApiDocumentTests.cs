using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class OpenApiDocumentTests
{
    private static readonly HashSet<string> Scopes =
        ["workflows:read", "workflows:write", "executions:read", "executions:run", "credentials:manage", "credentials:reveal", "triggers:manage", "keys:manage", "audit:read"];

    [Fact]
    public async Task The_document_is_openapi_3_1_without_faults()
    {
        await using var file = File.OpenRead(RepositoryPaths.OpenApi);
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(file, "json", cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(document);
        Assert.NotNull(diagnostic);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
        Assert.Equal("/api", Assert.Single(document.Servers!).Url);
        Assert.Equal(OpenApiContract.Instance.Operations.Count, document.Paths.Sum(path => path.Value.Operations!.Count));
    }

    [Fact]
    public void Every_operation_says_what_it_is_who_may_call_it_and_how_it_fails()
    {
        var operations = OpenApiContract.Instance.Operations;
        Assert.Equal(operations.Count, operations.Select(operation => operation.Id).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Definition.Text("summary"));
            var responses = operation.Definition.Member("responses");
            var open = operation.Definition.TryGetProperty("security", out _);
            Assert.Equal(!open, responses.TryGetProperty("401", out _));
            Assert.Equal(!open, operation.Definition.TryGetProperty("x-orcheo-scope", out var scopes));
            Assert.True(open || scopes.EnumerateArray().All(scope => Scopes.Contains(scope.GetString()!)), operation.Id);
            Assert.Equal(operation.Path.Contains('{'), responses.TryGetProperty("404", out _) && operation.Path.Contains('{'));
            Assert.Equal(operation.Definition.TryGetProperty("requestBody", out _), responses.TryGetProperty("413", out _));
        });
    }

    [Fact]
    public void Every_parameter_of_a_path_is_declared() =>
        Assert.All(OpenApiContract.Instance.Operations, operation =>
        {
            var declared = SampleRequests.Parameters(operation, "path").Select(parameter => $"{{{parameter.Text("name")}}}").Order();
            var named = operation.Path.Split('/').Where(part => part.StartsWith('{')).Order();
            Assert.Equal(named, declared);
        });

    [Fact]
    public void Every_example_is_valid_against_its_schema()
    {
        var contract = OpenApiContract.Instance;
        foreach (var operation in contract.Operations)
        {
            if (operation.Definition.TryGetProperty("requestBody", out var body))
            {
                var schema = SampleRequests.JsonMedia(body).Member("schema");
                Assert.All(SampleRequests.Bodies(operation), example => AssertValid(operation.Id, schema, JsonSerializer.SerializeToElement(example)));
            }

            foreach (var response in operation.Definition.Member("responses").EnumerateObject())
            {
                if (contract.Resolve(response.Value).TryGetProperty("content", out var content))
                {
                    var media = content.EnumerateObject().Single().Value;
                    AssertValid($"{operation.Id} {response.Name}", media.Member("schema"), media.Member("example"));
                }
            }
        }
    }

    [Fact]
    public void The_schema_of_events_is_the_same_in_its_own_file()
    {
        var file = JsonNode.Parse(File.ReadAllText(RepositoryPaths.EventSchema))!.AsObject();
        foreach (var own in new[] { "$schema", "$id", "title" })
        {
            Assert.True(file.Remove(own), own);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(OpenApiContract.Instance.Schema("Event").GetRawText()), file));
    }

    [Fact]
    public void Requests_refuse_unknown_members() =>
        Assert.All(
            ["WorkflowInput", "WorkflowDefinition", "Node", "Edge", "Settings", "Retry", "VersionInput", "ExecutionInput"],
            name => Assert.False(OpenApiContract.Instance.Schema(name).Member("additionalProperties").GetBoolean()));

    [Theory]
    [InlineData("""{"code":"ORC1001","message":"m","pointer":"/a"}""", true)]
    [InlineData("""{"code":"ORC1","message":"m","pointer":"/a"}""", false)]
    [InlineData("""{"code":"ORC1001","message":"m","pointer":"a"}""", false)]
    [InlineData("""{"code":"ORC1001","message":5,"pointer":""}""", false)]
    [InlineData("""{"code":"ORC1001","message":"m"}""", false)]
    public void The_checker_of_exchanges_tells_valid_from_invalid(string fault, bool valid) =>
        Assert.Equal(valid, OpenApiContract.Instance.Faults(OpenApiContract.Instance.Schema("ProblemError"), JsonElement.Parse(fault)).Count == 0);

    private static void AssertValid(string what, JsonElement schema, JsonElement example)
    {
        var faults = OpenApiContract.Instance.Faults(schema, example);
        Assert.True(faults.Count == 0, $"{what}: {string.Join("; ", faults)}");
    }
}
