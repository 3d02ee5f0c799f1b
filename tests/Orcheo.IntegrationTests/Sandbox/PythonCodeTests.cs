using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Sandbox;

/// <summary>Python code nodes in the real sandbox, seen from the API.</summary>
public sealed class PythonCodeTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Code_gets_rendered_inputs_and_its_return_value_is_the_output()
    {
        const string Code = """
            from dataclasses import dataclass
            from datetime import date
            from decimal import Decimal

            @dataclass
            class Line:
                price: Decimal
                count: int = 1

            def main(lines: list[Line], due: date, **rest):
                total = sum(line.price * line.count for line in lines)
                return {"total": total, "due": due.replace(day=1), "rest": rest, "text": f"{{{total}}}" + '{{ nodes.nobody }}'}
            """;
        var flow = PythonFlow.Of(Code, new { lines = "{{ input.lines }}", due = "{{ input.due }}", name = "n{{ input.n }}" });
        var run = (await Client.RunAsync(flow, JsonNode.Parse("""{"lines":[{"price":"1.10","count":"3"},{"price":2}],"due":"2026-03-31","n":7}"""))).Json;

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal(
            """{"total":"5.30","due":"2026-03-01","rest":{"name":"n7"},"text":"{5.30}{{ nodes.nobody }}"}""",
            run.Member("output").GetRawText());
    }

    [Fact]
    public async Task What_code_prints_and_logs_become_events_between_the_start_and_the_end_of_the_node()
    {
        const string Code = """
            import logging
            def main():
                print("one", 1)
                logging.warning("two %s", 2)
                logging.getLogger("x").critical("three")
                logging.debug("four")
            """;
        var run = (await Client.RunAsync(PythonFlow.Of(Code))).Json;
        var events = await Client.EventsAsync(run.Text("id"));
        var ofNode = events.Where(item => item.Has("node_id") && item.Text("node_id") == "py").ToList();

        Assert.Equal(["node_start", "log", "log", "log", "log", "node_end"], ofNode.Select(item => item.Text("type")));
        Assert.Equal(
            [("info", "one 1"), ("warning", "two 2"), ("error", "three"), ("debug", "four")],
            ofNode.Where(item => item.Text("type") == "log").Select(item => (item.Member("payload").Text("level"), item.Member("payload").Text("message"))));
    }

    [Fact]
    public async Task The_end_of_a_node_tells_what_its_code_used()
    {
        var run = (await Client.RunAsync(PythonFlow.Of("def main():\n    return sum(range(2_000_000))\n"))).Json;
        var usage = await UsageAsync(run);

        Assert.True(usage.Member("wall_ms").GetDouble() > 1, $"{usage}");
        Assert.True(usage.Member("cpu_ms").GetDouble() > 1, $"{usage}");
        Assert.InRange(usage.Member("peak_memory_bytes").GetInt64(), 1_000_000, 300_000_000);
    }

    [Fact]
    public async Task An_exception_fails_the_node_with_the_lines_of_the_code()
    {
        const string Code = """
            import json
            def ratio(a, b):
                # comments and blank lines count

                return a / b
            def main(a):
                return ratio(a, 0)
            """;
        var run = (await Client.RunAsync(PythonFlow.Of(Code, new { a = 1 }))).Json;
        var error = run.Member("error");

        Assert.Equal(("failed", "ORC3020", "py"), (run.Text("status"), error.Text("code"), error.Text("node_id")));
        Assert.Equal("The code raised ZeroDivisionError in line 5: division by zero", error.Text("message"));
        var details = error.Member("details");
        Assert.Equal(("ZeroDivisionError", "division by zero", 5), (details.Text("type"), details.Text("message"), details.Number("line")));
        Assert.Matches("(?s)line 7, in main.*line 5, in ratio.*ZeroDivisionError", details.Text("traceback"));
        Assert.DoesNotContain("orcheo_sandbox", details.Text("traceback"), StringComparison.Ordinal);
        Assert.True((await UsageAsync(run)).Member("wall_ms").GetDouble() > 0);
    }

    [Theory]
    [InlineData("def main(:\n    pass", "ORC3021")]
    [InlineData("x = 1", "ORC3021")]
    [InlineData("import socket\ndef main(): pass", "ORC3022")]
    [InlineData("def main():\n    return bytearray(10**9)", "ORC3024")]
    [InlineData("def main():\n    return 'x' * 5_000_000", "ORC3025")]
    [InlineData("def main():\n    return object()", "ORC3026")]
    [InlineData("def main(needed):\n    return needed", "ORC3027")]
    [InlineData("def main():\n    import sys\n    sys.modules['posix']._exit(3)", "ORC3022")]
    [InlineData("def main():\n    raise SystemExit(3)", "ORC3020")]
    public async Task Each_way_to_fail_has_a_code_of_its_own_and_is_tried_once(string code, string expected)
    {
        var run = (await Client.RunAsync(PythonFlow.Of(code))).Json;

        Assert.Equal(("failed", expected), (run.Text("status"), run.Member("error").Text("code")));
        Assert.Equal(1, (await EndAsync(run)).Number("attempt"));
    }

    [Fact]
    public async Task Code_that_takes_too_long_is_stopped_and_not_tried_again()
    {
        var flow = Flow.Start().Node("py", "python_code", new { code = PythonFlow.Endless, timeout_seconds = 0.5 }).Edge("start", "py");
        var run = (await Client.RunAsync(flow)).Json;

        Assert.Equal("ORC3023", run.Member("error").Text("code"));
        Assert.Equal(1, (await EndAsync(run)).Number("attempt"));
        Assert.InRange((await UsageAsync(run)).Member("wall_ms").GetDouble(), 490, 10_000);
    }

    [Fact]
    public async Task A_failure_can_be_caught_by_the_graph()
    {
        var flow = PythonFlow.Of("def main():\n    raise ValueError('no')", more: new { on_error = "route" })
            .Set("caught", new { code = "{{ nodes.py.error.code }}" })
            .Edge("py", "caught", handle: "error");

        Assert.Equal("ORC3020", (await Client.RunAsync(flow)).Json.Member("output").Text("code"));
    }

    [Fact]
    public async Task Nothing_is_left_from_one_run_for_the_next()
    {
        const string Code = "import math\nseen = getattr(math, 'left', None)\nmath.left = 'here'\ndef main():\n    return seen\n";
        for (var round = 0; round < 3; round++)
        {
            Assert.False((await Client.RunAsync(PythonFlow.Of(Code))).Json.Has("output"));
        }
    }

    [Fact]
    public async Task Forty_nodes_run_one_after_the_other()
    {
        var flow = Flow.Start();
        var ids = Enumerable.Range(1, 40).Select(number => $"n{number}").ToList();
        foreach (var (index, id) in ids.Index())
        {
            flow.Node(id, "python_code", new { code = "def main(x):\n    return {'x': x + 1}\n", inputs = new { x = index == 0 ? "{{ input.x }}" : $"{{{{ nodes.{ids[index - 1]}.output.x }}}}" } });
        }

        var run = (await Client.RunAsync(flow.Chain(["start", .. ids]), JsonNode.Parse("""{"x":2}"""))).Json;

        Assert.Equal(42, run.Member("output").Number("x"));
    }

    [Fact]
    public async Task Many_runs_at_once_wait_for_their_turn_and_none_is_lost()
    {
        var flow = Flow.Start();
        var ids = Enumerable.Range(1, 150).Select(number => $"n{number}").ToList();
        foreach (var id in ids)
        {
            var config = new { code = "def main(me):\n    return me\n", inputs = new { me = id } };
            flow.Node(id, "python_code", config, new { retry = new { max_attempts = 1 } }).Edge("start", id);
        }

        var output = (await Client.RunAsync(flow)).Json.Member("output");

        Assert.All(ids, id => Assert.Equal(id, output.Text(id)));
    }

    [Fact]
    public async Task A_module_that_is_not_permitted_is_refused_when_the_workflow_is_saved()
    {
        var flow = Flow.Start().Node("py", "python_code", new { code = "def main(): pass", allowed_imports = new[] { "math", "numpy" } }).Edge("start", "py");
        var problem = (await Client.PostAsync("/workflows", flow.Document())).ExpectProblem(HttpStatusCode.BadRequest, "ORC2005");

        var error = Assert.Single(problem.Member("errors").EnumerateArray().ToList());
        Assert.Equal(("ORC2005", "/nodes/1/config/allowed_imports/1"), (error.Text("code"), error.Text("pointer")));
    }

    [Fact]
    public async Task The_sandbox_and_the_node_have_the_same_list_of_imports()
    {
        var code = $"def main():\n    for name in {JsonSerializer.Serialize(Orcheo.Nodes.Sandbox.SandboxPolicy.DefaultImports)}:\n        __import__(name)\n    return 'all'\n";

        Assert.Equal("all", (await Client.RunAsync(PythonFlow.Of(code))).Json.Text("output"));
    }

    [Fact]
    public async Task A_line_is_an_event_while_the_code_still_runs()
    {
        var flow = PythonFlow.Of("import time\ndef main():\n    print('begun')\n    time.sleep(25)\n");
        var id = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Id;
        await Eventually.Becomes(() => Client.EventsAsync(id), events => events.Any(item => item.Text("type") == "log"), "the line is there", TimeSpan.FromSeconds(15));

        Assert.Equal("running", (await Client.GetAsync($"/executions/{id}")).Json.Text("status"));
        await Client.PostAsync($"/executions/{id}/cancel");
        Assert.Equal("cancelled", (await Client.EndOfAsync(id)).Json.Text("status"));
    }

    [Fact]
    public async Task Health_tells_of_the_sandbox_and_its_layers()
    {
        await Client.RunAsync(PythonFlow.Of("def main(): pass"));
        var sandbox = (await Client.GetAsync("/health")).Expect(HttpStatusCode.OK).Json.Member("sandbox");

        Assert.Equal(("ok", "child"), (sandbox.Text("status"), sandbox.Text("provider")));
        Assert.True(sandbox.Member("layers").Member("seccomp").GetBoolean());
    }

    private async Task<JsonElement> EndAsync(JsonElement run) =>
        (await Client.EventsAsync(run.Text("id"))).Single(item => item.Text("type") == "node_end" && item.Text("node_id") == "py").Member("payload");

    private async Task<JsonElement> UsageAsync(JsonElement run) => (await EndAsync(run)).Member("usage");
}
