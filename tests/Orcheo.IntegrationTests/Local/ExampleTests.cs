using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Local;

/// <summary>Every example runs as it is and puts out what expected.json says.</summary>
public sealed class ExampleTests(ApiFixture fixture, ModelServer models) : ApiTest(fixture)
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "examples");

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, item) in Expected().Index())
            {
                data.Add(index, item!["example"]!.GetValue<string>());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_example_puts_out_what_it_promises(int index, string name)
    {
        var expected = Expected()[index]!;
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.json"), TestContext.Current.CancellationToken));
        var created = (await Client.PostAsync("/workflows", workflow)).Expect(System.Net.HttpStatusCode.Created);
        var input = JsonNode.Parse(expected["input"]!.ToJsonString()
            .Replace("{base_url}", Stack.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("{model_server}", (await models.UrlAsync())[..^"/v1".Length], StringComparison.Ordinal));
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = created.Id, ["input"] = input }, ("Prefer", "wait=30")))
            .Expect(System.Net.HttpStatusCode.OK);

        Assert.True(run.Json.Text("status") == "succeeded", $"{run}");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected["output"]!.ToJsonString()), run.Json.Member("output")), $"{run}");
    }

    [Fact]
    public void Every_example_has_an_expectation() => Assert.Equal(
        Directory.GetFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Where(name => name != "expected").Order(StringComparer.Ordinal),
        Expected().Select(item => item!["example"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal));

    private static JsonArray Expected() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")))!.AsArray();
}
