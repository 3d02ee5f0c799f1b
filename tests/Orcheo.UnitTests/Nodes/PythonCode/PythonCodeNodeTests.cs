using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.PythonCode;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.UnitTests.Nodes.PythonCode;

public sealed class PythonCodeNodeTests
{
    private static readonly NodeUsage Usage = new() { WallMs = 3.5, CpuMs = 2, PeakMemoryBytes = 18_000_000 };
    private static readonly SandboxOutcome Done = new() { Result = JsonElement.Parse("""{"sum":3}"""), Usage = Usage };

    private readonly List<(string Level, string Message)> _log = [];

    [Fact]
    public async Task What_main_returns_is_the_output_and_what_it_used_is_told()
    {
        var result = await RunAsync(new FakeSandbox(Done), """{"code":"def main(): pass"}""");

        Assert.Equal("""{"sum":3}""", result.Output.GetRawText());
        Assert.Equal(Usage, result.Usage);
    }

    [Fact]
    public async Task A_config_with_code_alone_has_the_defaults_of_the_contract()
    {
        var sandbox = new FakeSandbox(Done);
        await RunAsync(sandbox, """{"code":"def main(): pass"}""");

        var job = Assert.Single(sandbox.Jobs);
        Assert.Equal(("def main(): pass", "{}", 30, 256), (job.Code, job.Inputs.GetRawText(), job.TimeoutSeconds, job.MemoryMb));
        Assert.Empty(job.AllowedImports);
        Assert.Matches("^exe_1\\.[0-9a-f]{32}$", job.RunId);
    }

    [Fact]
    public async Task Everything_that_a_config_says_reaches_the_sandbox_and_every_run_has_a_name_of_its_own()
    {
        var sandbox = new FakeSandbox(Done);
        const string Config = """{"code":"x","inputs":{"a":[1]},"timeout_seconds":0.5,"memory_mb":64,"allowed_imports":["numpy"]}""";
        await RunAsync(sandbox, Config);
        await RunAsync(sandbox, Config);

        Assert.Equal(("""{"a":[1]}""", 0.5, 64), (sandbox.Jobs[0].Inputs.GetRawText(), sandbox.Jobs[0].TimeoutSeconds, sandbox.Jobs[0].MemoryMb));
        Assert.Equal(["numpy"], sandbox.Jobs[0].AllowedImports);
        Assert.NotEqual(sandbox.Jobs[0].RunId, sandbox.Jobs[1].RunId);
    }

    [Fact]
    public async Task Lines_become_the_log_of_the_node_with_the_levels_that_events_have()
    {
        var sandbox = new FakeSandbox(
            Done with { LogsTruncated = true }, new SandboxLogLine("info", "one"), new SandboxLogLine("critical", "two"), new SandboxLogLine("debug", "three"));
        await RunAsync(sandbox, """{"code":"x"}""");

        Assert.Equal([("info", "one"), ("error", "two"), ("debug", "three")], _log.Take(3));
        Assert.Equal("warning", _log[3].Level);
        Assert.Equal(4, _log.Count);
    }

    [Theory]
    [InlineData("exception", ErrorCodes.PythonException)]
    [InlineData("invalid_code", ErrorCodes.PythonInvalidCode)]
    [InlineData("import_not_allowed", ErrorCodes.PythonImportNotAllowed)]
    [InlineData("timeout", ErrorCodes.PythonTimeout)]
    [InlineData("memory", ErrorCodes.PythonMemory)]
    [InlineData("output_too_large", ErrorCodes.PythonOutputTooLarge)]
    [InlineData("not_serializable", ErrorCodes.PythonNotSerializable)]
    [InlineData("invalid_inputs", ErrorCodes.PythonInvalidInputs)]
    [InlineData("killed", ErrorCodes.PythonKilled)]
    [InlineData("something_of_a_later_version", ErrorCodes.PythonKilled)]
    public async Task Each_kind_of_failure_has_a_code_and_is_not_retried(string kind, string code)
    {
        var error = await FailAsync(new SandboxError(kind, "SomeError", "what happened", "Traceback…", 7));

        Assert.Equal(code, error.Code);
        Assert.False(error.Retryable);
        Assert.Contains("what happened", error.Message, StringComparison.Ordinal);
        Assert.Equal(Usage, error.Usage);
        Assert.Equal("""{"type":"SomeError","message":"what happened","line":7,"traceback":"Traceback…"}""", error.Details!.Value.GetRawText());
    }

    [Fact]
    public async Task An_exception_is_told_with_its_type_and_line()
    {
        var error = await FailAsync(new SandboxError("exception", "ZeroDivisionError", "division by zero", "", 2));

        Assert.Equal("The code raised ZeroDivisionError in line 2: division by zero", error.Message);
        Assert.False(error.Details!.Value.TryGetProperty("traceback", out _));
    }

    [Fact]
    public async Task A_long_message_is_cut_in_the_message_and_whole_in_the_details()
    {
        var error = await FailAsync(new SandboxError("exception", "ValueError", new string('x', 5000)));

        Assert.InRange(error.Message.Length, 1000, 1100);
        Assert.Equal(5000, error.Details!.Value.GetProperty("message").GetString()!.Length);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"code":""}""")]
    [InlineData("""{"code":1}""")]
    [InlineData("""{"code":"x","inputs":[1]}""")]
    [InlineData("""{"code":"x","inputs":null}""")]
    [InlineData("""{"code":"x","timeout_seconds":0}""")]
    [InlineData("""{"code":"x","memory_mb":15}""")]
    [InlineData("""{"code":"x","memory_mb":1.5}""")]
    [InlineData("""{"code":"x","language":"ruby"}""")]
    public async Task A_rendered_config_that_does_not_fit_never_reaches_the_sandbox(string config)
    {
        var sandbox = new FakeSandbox(Done);
        var error = await Assert.ThrowsAsync<NodeException>(async () => await RunAsync(sandbox, config));

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.Empty(sandbox.Jobs);
    }

    [Fact]
    public async Task Cut_off_from_the_network_a_run_is_no_external_call()
    {
        var calls = new CountedCalls();
        await RunAsync(new FakeSandbox(Done), """{"code":"x"}""", new SandboxPolicy(), calls);

        Assert.Empty(calls.Calls);
        Assert.Equal(NodeEffect.Pure, Node(new FakeSandbox(Done)).Descriptor.Effect);
    }

    [Fact]
    public async Task With_the_network_a_run_is_recorded_as_an_external_call()
    {
        var calls = new CountedCalls();
        var policy = new SandboxPolicy { Network = true };
        var result = await RunAsync(new FakeSandbox(Done), """{"code":"x","inputs":{"a":1}}""", policy, calls);

        var call = Assert.Single(calls.Calls);
        Assert.Equal(("python", """{"code":"x","inputs":{"a":1}}"""), (call.Kind, call.Request.GetRawText()));
        Assert.Equal(("""{"sum":3}""", Usage), (result.Output.GetRawText(), result.Usage));
        Assert.Equal(NodeEffect.Unsafe, Node(new FakeSandbox(Done), policy).Descriptor.Effect);
    }

    [Fact]
    public async Task Without_a_sandbox_the_node_says_so()
    {
        var error = await NodeTesting.FailAsync("python_code", """{"code":"x"}""");

        Assert.Equal(ErrorCodes.SandboxUnavailable, error.Code);
        Assert.False(error.Retryable);
    }

    private static PythonCodeNode Node(IPythonSandbox sandbox, SandboxPolicy? policy = null) => new(sandbox, policy ?? new SandboxPolicy());

    private Task<NodeResult> RunAsync(IPythonSandbox sandbox, string config, SandboxPolicy? policy = null, IExternalCalls? calls = null) =>
        Node(sandbox, policy).RunAsync(
            NodeTesting.Context(config) with { Log = new ListLog(_log), Calls = calls ?? UnrecordedCalls.Instance },
            TestContext.Current.CancellationToken);

    private async Task<NodeException> FailAsync(SandboxError error) => await Assert.ThrowsAsync<NodeException>(
        async () => await RunAsync(new FakeSandbox(new SandboxOutcome { Error = error, Usage = Usage }), """{"code":"x"}"""));

    private sealed class ListLog(List<(string Level, string Message)> lines) : INodeLog
    {
        public void Write(string level, string message, JsonElement? fields = null) => lines.Add((level, message));
    }

    private sealed class CountedCalls : IExternalCalls
    {
        public List<ExternalCall> Calls { get; } = [];

        public Task<JsonElement> CallAsync(ExternalCall call, Func<CancellationToken, Task<JsonElement>> perform, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            return perform(cancellationToken);
        }
    }
}
