using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Validation;
using Orcheo.Core.Workflows;
using Orcheo.Hosting;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Executions.Agents;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Live;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Workflows;
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Http;
using Orcheo.Nodes.Running;
using Orcheo.UnitTests.Credentials;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Nodes;
using Orcheo.UnitTests.Nodes.HttpRequest;

namespace Orcheo.UnitTests.Hosting.Agents;

/// <summary>
/// The steps of an agent one by one: repeated, as the platform repeats an activity whose answer a crash has kept from the history, they
/// answer from the record.
/// </summary>
public sealed class AgentExecutorTests : StoreTest
{
    private static readonly ScheduleExecution Nowhere = (_, _) => Task.CompletedTask;

    [Fact]
    public async Task A_step_that_is_repeated_calls_nobody_again()
    {
        await using var server = await ModelAsync(ToolCall, Answer);
        var (executor, step) = await BeginAsync(server, """,{"type":"http_request","name":"look","config":{"url":"URL/look"}}""");
        for (var repetition = 0; repetition < 2; repetition++)
        {
            Assert.Equal(1, (await executor.TurnAsync(step with { Turn = 1 }, Cancel)).Calls);
        }

        for (var repetition = 0; repetition < 2; repetition++)
        {
            Assert.Equal(new AgentToolOutput(), await executor.ToolAsync(step with { Turn = 1 }, Nowhere, Cancel));
        }

        // Another process: nothing of it is in memory.
        executor = Executor(server);
        Assert.Equal(new AgentTurnOutput(), await executor.TurnAsync(step with { Turn = 2 }, Cancel));
        Assert.Equal(new AgentTurnOutput(), await Executor(server).TurnAsync(step with { Turn = 2 }, Cancel));
        var end = (await executor.EndAsync(step with { Turn = 2 }, Cancel)).Outcome!;
        var again = (await Executor(server).EndAsync(step with { Turn = 2 }, Cancel)).Outcome!;

        Assert.Equal(["/v1/chat/completions", "/look", "/v1/chat/completions"], server.Seen.Select(seen => seen.Target));
        Assert.Equal((true, "Done."), (end.Succeeded, end.Output.GetProperty("text").GetString()));
        Assert.Equal((end.Output.GetRawText(), end.Seq), (again.Output.GetRawText(), again.Seq));
        Assert.Equal((14, 6), ((await HeadAsync(step.ExecutionId)).Stats.TokensIn, (await HeadAsync(step.ExecutionId)).Stats.TokensOut));
        AssertGapless(await EventsAsync(step.ExecutionId));
    }

    [Fact]
    public async Task Two_that_make_the_same_step_at_once_record_it_once()
    {
        await using var server = await ModelAsync(Answer, Answer);
        var (executor, step) = await BeginAsync(server);
        await Task.WhenAll(executor.TurnAsync(step with { Turn = 1 }, Cancel), Executor(server).TurnAsync(step with { Turn = 1 }, Cancel));
        Assert.Equal(7, (await HeadAsync(step.ExecutionId)).Stats.TokensIn);
        Assert.Single(await Executions.GetCallsAsync(Tenant, step.ExecutionId, "agent", Cancel));
        Assert.Single(await EventsAsync(step.ExecutionId), item => item.Type == EventTypes.Log);
    }

    [Fact]
    public async Task A_failure_that_is_recorded_is_answered_again()
    {
        await using var server = await LoopbackServer.AnsweringAsync(401, "application/json", """{"error":{"code":"invalid_api_key","message":"no"}}"""u8.ToArray());
        var (executor, step) = await BeginAsync(server);
        for (var repetition = 0; repetition < 2; repetition++)
        {
            Assert.Equal(ErrorCodes.ModelAccessDenied, (await executor.TurnAsync(step with { Turn = 1 }, Cancel)).Error!.Code);
        }

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task An_execution_that_is_being_cancelled_makes_no_call()
    {
        await using var server = await ModelAsync(Answer);
        var (executor, step) = await BeginAsync(server);
        await SetStatusAsync(step.ExecutionId, ExecutionStatus.Cancelling);
        await using var slow = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var (other, held) = await BeginAsync(slow);
        await SetStatusAsync(held.ExecutionId, ExecutionStatus.Cancelling);
        Assert.True((await other.TurnAsync(held with { Turn = 1 }, Cancel)).Stopped);
        var end = await executor.EndAsync(step with { Turn = 1, Stopped = true }, Cancel);
        Assert.Equal(ErrorCodes.Cancelled, end.Outcome!.Error!.Code);
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":"p","output_schema":"{{ input.schema }}"}""", ErrorCodes.RenderedConfigInvalid)]
    [InlineData("""{"model":"m","prompt":"p","tools":"{{ input.schema }}"}""", ErrorCodes.RenderedConfigInvalid)]
    [InlineData("""{"model":"m","prompt":"p","tools":"{{ input.tools }}"}""", ErrorCodes.RenderedConfigInvalid)]
    public async Task What_does_not_fit_once_it_is_rendered_ends_the_node_at_once(string config, string code)
    {
        await using var server = await ModelAsync();
        var input = await InputAsync(config, """{"input":{"schema":"text","tools":[{"type":"workflow","name":"a b","config":{"workflow_id":"w"}}]}}""");
        var begun = await Executor(server).BeginAsync(input, Cancel);
        Assert.Equal(code, begun.Ended!.Outcome!.Error!.Code);
        Assert.Equal(code, (await Executor(server).BeginAsync(input, Cancel)).Ended!.Outcome!.Error!.Code);
    }

    [Fact]
    public async Task Tools_that_an_expression_gives_hold_values_not_templates()
    {
        await using var server = await ModelAsync(ToolCall, Answer);
        var values = JsonSerializer.Serialize(new { input = new { tools = new[] { new { type = "http_request", name = "look", config = new { url = server.Url + "/look?a={{args}}" } } } } });
        var input = await InputAsync("""{"model":"m","prompt":"p","base_url":"URL/v1","tools":"{{ input.tools }}"}""".Replace("URL", server.Url, StringComparison.Ordinal), values);
        var executor = Executor(server);
        Assert.Null((await executor.BeginAsync(input, Cancel)).Ended);
        var step = StepOf(input);
        await executor.TurnAsync(step, Cancel);
        await executor.ToolAsync(step, Nowhere, Cancel);
        Assert.Equal("/look?a=%7B%7Bargs%7D%7D", server.Seen[^1].Target);
    }

    private const string ToolCall = """{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}""";
    private const string Answer = """{"delta":{"content":"Done."},"finish_reason":"stop"}""";

    /// <summary>A server that answers with these choices, one after the other, and with an empty object to anything else.</summary>
    private static Task<LoopbackServer> ModelAsync(params string[] choices)
    {
        var next = -1;
        return LoopbackServer.StartAsync(async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/v1"))
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync("{}"u8.ToArray(), context.RequestAborted);
                return;
            }

            context.Response.ContentType = "text/event-stream";
            var choice = choices[Interlocked.Increment(ref next)].Insert(1, "\"index\":0,");
            var text = $$$"""
                data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{{choice}}}]}

                data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

                data: [DONE]


                """;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), context.RequestAborted);
        });
    }

    private async Task<(AgentExecutor Executor, AgentStep Step)> BeginAsync(LoopbackServer server, string tools = "")
    {
        var list = tools.Length == 0 ? "[]" : $"[{tools[1..].Replace("URL", server.Url, StringComparison.Ordinal)}]";
        var input = await InputAsync($$"""{"model":"m","prompt":"p","base_url":"{{server.Url}}/v1","tools":{{list}}}""");
        var executor = Executor(server);
        Assert.Null((await executor.BeginAsync(input, Cancel)).Ended);
        Assert.Null((await executor.BeginAsync(input, Cancel)).Ended);
        return (executor, StepOf(input));
    }

    private static AgentStep StepOf(RunNodeInput input) => new() { Tenant = Tenant, ExecutionId = input.ExecutionId, NodeId = "agent", Turn = 1 };

    private async Task<RunNodeInput> InputAsync(string config, string values = "{}") => new()
    {
        Tenant = Tenant,
        ExecutionId = await CreateAsync(),
        Checksum = config,
        Node = JsonElement.Parse($$"""{"id":"agent","type":"ai_agent","config":{{config}}}"""),
        Retry = NodeRetry.None,
        TimeoutSeconds = 120,
        Values = JsonElement.Parse(values),
    };

    private AgentExecutor Executor(LoopbackServer server)
    {
        Assert.NotNull(server);
        var services = NodeTesting.Services(new OutboundHttpOptions { AllowPrivateNetworks = true }, TimeProvider.System);
        var catalog = services.GetRequiredService<NodeCatalog>();
        var workflows = new WorkflowStore(Store, Time);
        var vault = new VaultParts(Store, Path.Combine(Folder, "key"), Time).Vault;
        var runner = new NodeRunner(TimeProvider.System);
        var runnable = new RunnableWorkflows(workflows, new WorkflowValidator(catalog), new CredentialReferences(vault, workflows, catalog));
        var runs = new ConcurrentRuns(new ConcurrencyGate(Store, Time), Executions, new ExecutionCloser(Executions, NewJournal(), Time));
        var credentials = new FakeCredentials();
        var tools = new AgentTools(
            new NodeTools(catalog, runner, TimeProvider.System),
            new WorkflowTools(runnable, new ExecutionStarter(Executions, runs, Time), Executions),
            services.GetRequiredService<McpTools>(),
            runner,
            credentials,
            TimeProvider.System);
        return new AgentExecutor(
            catalog,
            Executions,
            NewJournal(),
            runner,
            tools,
            ModelPrices.None,
            new PersonalDataMasks(new PersonalDataOptions()),
            credentials,
            new LiveEvents(new LiveLimits()),
            new DurableRunner(DurableRunner.Embedded),
            TimeProvider.System,
            NullLogger<AgentExecutor>.Instance);
    }
}
