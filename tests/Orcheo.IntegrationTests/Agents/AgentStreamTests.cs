using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>The answer can be watched while it is being written; nothing of that is stored.</summary>
public sealed class AgentStreamTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task Pieces_of_the_answer_pass_by_in_order_without_personal_data()
    {
        const string mail = "grace.hopper@example.org";
        var words = string.Join(' ', Enumerable.Range(1, 60).Select(number => number == 30 ? mail : $"word{number}"));
        var model = await Models.ScriptAsync(JsonNode.Parse($$"""{"turns":[{"text":"{{words}}","piece_ms":10,"delay_ms":1500}]}""")!);
        var id = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = (await FlowAsync(model)).Definition() })).Expect(HttpStatusCode.Accepted).Id;
        using var stream = await EventStream.OpenAsync(Stack, id);
        var pieces = new List<string>();
        var beforeEnd = 0;
        while (await stream.NextAsync() is { } item)
        {
            if (item.Type == "llm_delta")
            {
                Assert.Null(item.Id);
                pieces.Add(item.Data.Member("payload").Text("text"));
            }

            beforeEnd = item.Type == "node_end" && beforeEnd == 0 ? pieces.Count : beforeEnd;
        }

        Assert.Equal(words.Replace(mail, "[email]", StringComparison.Ordinal), string.Concat(pieces));
        Assert.True(beforeEnd > 5, $"{beforeEnd} pieces before the end");
        Assert.DoesNotContain(await Client.EventsAsync(id), item => item.Text("type") == "llm_delta");
        Assert.Equal(words, (await Client.GetAsync($"/executions/{id}")).Json.Member("output").Text("text"));
    }
}
