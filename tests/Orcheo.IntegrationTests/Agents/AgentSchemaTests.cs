using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Structured output: by the server's schema mode where it has it, else by asking; checked either way.</summary>
public sealed class AgentSchemaTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    private static readonly JsonNode Schema = JsonNode.Parse("""
        {"type":"object","properties":{"total":{"type":"number"},"tags":{"type":"array","items":{"type":"string"}}},"required":["total","tags"],"additionalProperties":false}
        """)!;

    [Fact]
    public async Task A_server_with_a_schema_mode_is_told_the_schema()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Text("""{"total": 4.5, "tags": ["a"]}""") } });
        var run = await RunAsync(model, Config());
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal("""{"total":4.5,"tags":["a"]}""", JsonSerializer.Serialize(run.Member("output").Member("data")));
        var format = Assert.Single(await Models.CallsAsync(model)).Member("request").Member("response_format");
        Assert.Equal(("json_schema", true), (format.Text("type"), format.Member("json_schema").GetProperty("strict").GetBoolean()));
    }

    [Fact]
    public async Task A_server_without_one_is_asked_in_words_and_its_refusal_is_remembered()
    {
        var model = await Models.ScriptAsync(new { schema_mode = "unsupported", turns = new[] { Text("```json\n{\"total\": 1, \"tags\": []}\n```") } });
        var run = await RunAsync(model, Config());
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal(1, run.Member("output").Member("data").Number("total"));
        Assert.Equal("succeeded", (await RunAsync(model, Config())).Text("status"));
        var calls = await Models.CallsAsync(model);
        Assert.Equal([true, false, false], calls.Select(call => call.Member("request").TryGetProperty("response_format", out _)));
        Assert.Contains("JSON Schema", calls[1].Member("request").GetProperty("messages")[0].Text("content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_asked_for_again_twice_at_most()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Text("none"), Text("""{"total":"4","tags":[]}"""), Text("""{"total":4,"tags":[]}""") } });
        var run = await RunAsync(model, Config());
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal(3, run.Member("output").GetProperty("turns").GetArrayLength());
        Assert.Contains("answer.total must be a number", (await Models.CallsAsync(model))[2].Member("request").GetProperty("messages").EnumerateArray().Last().Text("content"), StringComparison.Ordinal);

        model = await Models.ScriptAsync(new { turns = new[] { Text("none") } });
        run = await RunAsync(model, Config());
        Assert.Equal("ORC3042", run.Member("error").Text("code"));
        Assert.Equal(3, (await Models.CallsAsync(model)).Count);
    }

    private static object Config() => new { output_schema = Schema };
}
