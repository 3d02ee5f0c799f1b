using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orcheo.Hosting.Security;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class OpenApiDocumentTests
{
    /// <summary>Every place of an example in the document, with the schema that it must satisfy.</summary>
    private static IEnumerable<(string What, JsonElement Schema, JsonElement Example)> Examples
    {
        get
        {
            var contract = OpenApiContract.Instance;
            var components = contract.Document.Member("components");
            foreach (var component in components.Member("parameters").EnumerateObject().Concat(components.Member("headers").EnumerateObject()))
            {
                yield return (component.Name, component.Value.Member("schema"), component.Value.Member("example"));
            }

            foreach (var operation in contract.Operations)
            {
                var bodies = operation.Definition.Member("responses").EnumerateObject().Select(response => (What: $"{operation.Id} {response.Name}", Body: contract.Resolve(response.Value)));
                if (operation.Definition.TryGetProperty("requestBody", out var request))
                {
                    bodies = bodies.Prepend((What: operation.Id, Body: request));
                }

                foreach (var (what, media) in bodies.Where(body => body.Body.TryGetProperty("content", out _)).SelectMany(body => body.Body.Member("content").EnumerateObject().Select(media => (body.What, media.Value))))
                {
                    foreach (var example in SampleRequests.Examples(media))
                    {
                        yield return (what, media.Member("schema"), example);
                    }
                }
            }
        }
    }

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

            // The ingress of webhooks takes no API key, but may refuse a delivery.
            var ingress = operation.Id == "receiveWebhook";
            Assert.Equal(!open || ingress, responses.TryGetProperty("401", out _));
            Assert.Equal(!open, operation.Definition.TryGetProperty("x-orcheo-scope", out var scopes));
            Assert.True(open || scopes.EnumerateArray().All(scope => Scopes.All.Contains(scope.GetString()!)), operation.Id);
            Assert.Equal(operation.Path.Contains('{'), responses.TryGetProperty("404", out _) && operation.Path.Contains('{'));
            var hasBody = operation.Definition.TryGetProperty("requestBody", out _);
            var takesKey = SampleRequests.Parameters(operation, "header").Any(header => header.Text("name") == "Idempotency-Key");
            Assert.Equal(operation.Method != "GET" && operation.Id is not ("validateWorkflow" or "negotiateStream") && !ingress, takesKey);
            Assert.Equal(hasBody && !ingress, responses.TryGetProperty("415", out _));

            // The body is part of what an Idempotency-Key stands for, so that it is read where there should be none too.
            Assert.Equal(hasBody || takesKey, responses.TryGetProperty("413", out _));
            Assert.Equal(takesKey, responses.TryGetProperty("422", out _));
            Assert.True(!takesKey || responses.TryGetProperty("409", out _), operation.Id);
            Assert.True(responses.TryGetProperty("429", out _), operation.Id);
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
        var faults = Examples.SelectMany(example => OpenApiContract.Instance.Faults(example.Schema, example.Example).Select(fault => $"{example.What}: {fault}"));
        Assert.Empty(faults);
        Assert.True(Examples.Count() > 200);
    }

    [Fact]
    public void Every_body_and_every_answer_has_an_example()
    {
        foreach (var operation in OpenApiContract.Instance.Operations)
        {
            var bodies = operation.Definition.Member("responses").EnumerateObject().Select(response => OpenApiContract.Instance.Resolve(response.Value)).ToList();
            if (operation.Definition.TryGetProperty("requestBody", out var request))
            {
                bodies.Add(request);
            }

            Assert.All(bodies.Where(body => body.TryGetProperty("content", out _)), body => Assert.All(body.Member("content").EnumerateObject(), media => Assert.NotEmpty(SampleRequests.Examples(media.Value))));
        }
    }

    [Fact]
    public void Every_component_is_used()
    {
        var text = OpenApiContract.Instance.Document.GetRawText();
        var components = OpenApiContract.Instance.Document.Member("components");
        var unused = components.EnumerateObject().Where(kind => kind.Name != "securitySchemes")
            .SelectMany(kind => kind.Value.EnumerateObject().Select(component => $"#/components/{kind.Name}/{component.Name}"))
            .Where(reference => !text.Contains($"\"{reference}\"", StringComparison.Ordinal));
        Assert.Empty(unused);
    }

    [Fact]
    public void The_scopes_are_those_that_a_key_can_have() =>
        Assert.Equal(Scopes.All.Order(), OpenApiContract.Instance.Schema("Scope").Member("enum").EnumerateArray().Select(scope => scope.GetString()!).Order());

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
            OpenApiContract.Instance.Operations.Where(operation => operation.Id != "receiveWebhook" && operation.Definition.TryGetProperty("requestBody", out _)),
            operation => Assert.False(OpenApiContract.Instance.Resolve(SampleRequests.JsonMedia(operation.Definition.Member("requestBody")).Member("schema")).Member("additionalProperties").GetBoolean()));

    [Theory]
    [InlineData("""{"code":"ORC1001","message":"m","pointer":"/a"}""", true)]
    [InlineData("""{"code":"ORC1","message":"m","pointer":"/a"}""", false)]
    [InlineData("""{"code":"ORC1001","message":"m","pointer":"a"}""", false)]
    [InlineData("""{"code":"ORC1001","message":5,"pointer":""}""", false)]
    [InlineData("""{"code":"ORC1001","message":"m"}""", false)]
    public void The_checker_of_exchanges_tells_valid_from_invalid(string fault, bool valid) =>
        Assert.Equal(valid, OpenApiContract.Instance.Faults(OpenApiContract.Instance.Schema("ProblemError"), JsonElement.Parse(fault)).Count == 0);
}
