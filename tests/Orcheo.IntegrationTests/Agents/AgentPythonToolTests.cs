using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Python code as a tool: the model's arguments are its inputs.</summary>
public sealed class AgentPythonToolTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    private const string Code = """
        def main(words, prefix, limit=10):
            print(f"{{called}} with {len(words)}")
            if not words:
                raise ValueError("there are no words")
            return {"joined": prefix + "-".join(words[:limit])}
        """;

    [Fact]
    public async Task The_arguments_are_inputs_besides_those_that_the_config_gives()
    {
        var model = await Models.ScriptAsync(new
        {
            turns = new[] { Ask(Call("join", new { words = new[] { "a", "b" }, prefix = "mine:" }), Call("join", new { words = Array.Empty<string>() })), Text("<<tools>>") },
        });
        var tool = new
        {
            type = "python_code",
            name = "join",
            description = "Joins words.",
            parameters = new { type = "object", properties = new { words = new { type = "array" } }, required = new[] { "words" } },
            config = new { code = Code, inputs = new { prefix = "{{ args.words.length }}:" } },
        };
        var run = await RunAsync(model, new { tools = new[] { tool } });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var told = run.Member("output").Text("text").Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal("2:a-b", told[0].Text("joined"));
        Assert.Contains("there are no words", told[1].Member("error").Text("message"), StringComparison.Ordinal);
        Assert.Contains(await Client.EventsAsync(run.Text("id")), item => item.Text("type") == "log" && item.Member("payload").Text("message") == "{called} with 2");
    }
}
