using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Validation;
using Orcheo.Nodes.PythonCode;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.UnitTests.Nodes.PythonCode;

/// <summary>What is said of a python_code node before it runs.</summary>
public sealed class PythonConfigTests
{
    private static readonly SandboxPolicy Policy = new() { AllowedImports = ["numpy"], MaxMemoryMb = 512, MaxTimeoutSeconds = 60 };
    private static readonly NodeCatalog Catalog = new([new PythonCodeNode(new FakeSandbox(new SandboxOutcome()), Policy)]);

    [Theory]
    [InlineData("""{"code":"def main(): return f'{{1}}' + '{{ not an expression'"}""")]
    [InlineData("""{"code":"{{ nodes.nobody.output }}"}""")]
    [InlineData("""{"code":"x","inputs":"{{ input }}","timeout_seconds":"{{ input.t }}","memory_mb":512}""")]
    [InlineData("""{"code":"x","allowed_imports":["numpy","math","urllib.parse","{{ input.module }}"]}""")]
    [InlineData("""{"code":"x","allowed_imports":"{{ input.modules }}","timeout_seconds":60}""")]
    public void Code_is_taken_as_it_is_and_everything_else_may_be_a_template(string config) => Assert.Empty(Faults(config));

    [Theory]
    [InlineData("""{"code":"x","inputs":{"a":"{{ nodes.nobody.output }}"}}""", "/nodes/0/config/inputs/a", "nobody")]
    [InlineData("""{"code":""}""", "/nodes/0/config/code", "1")]
    [InlineData("""{"code":["{{ x }}"]}""", "/nodes/0/config/code", "string")]
    [InlineData("""{"code":"x","inputs":3}""", "/nodes/0/config/inputs", "object")]
    [InlineData("""{"code":"x","memory_mb":1024}""", "/nodes/0/config/memory_mb", "Orcheo__Sandbox__MaxMemoryMb")]
    [InlineData("""{"code":"x","timeout_seconds":61}""", "/nodes/0/config/timeout_seconds", "Orcheo__Sandbox__MaxTimeoutSeconds")]
    [InlineData("""{"code":"x","allowed_imports":["math","pandas"]}""", "/nodes/0/config/allowed_imports/1", "'pandas'")]
    [InlineData("""{"code":"x","allowed_imports":["nunpy"]}""", "/nodes/0/config/allowed_imports/0", "numpy")]
    [InlineData("""{"code":"x","allowed_imports":["numpy as np"]}""", "/nodes/0/config/allowed_imports/0", "pattern")]
    [InlineData("""{"code":"x","allowed_imports":["os.path"]}""", "/nodes/0/config/allowed_imports/0", "Orcheo__Sandbox__AllowedImports")]
    public void What_the_sandbox_would_refuse_is_said_when_the_workflow_is_saved(string config, string pointer, string word)
    {
        var fault = Assert.Single(Faults(config));

        Assert.Equal(pointer, fault.Pointer);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_is_too_long_is_refused_with_braces_in_it_too() =>
        Assert.Single(Faults(JsonSerializer.Serialize(new { code = "{{" + new string('x', 256 * 1024) })));

    [Theory]
    [InlineData("""{"code":"x"}""", null, 60)]
    [InlineData("""{"code":"x","timeout_seconds":5}""", null, 35)]
    [InlineData("""{"code":"x","timeout_seconds":5}""", 2.5, 2.5)]
    public void The_sandbox_keeps_the_time_limit_of_the_code_and_an_attempt_gets_longer(string config, double? own, double expected)
    {
        var definition = Definition(config);
        var node = definition.Nodes[0] with { TimeoutSeconds = own };

        Assert.Equal(expected, WorkflowPlan.Compile(definition with { Nodes = [node] }, Catalog).Nodes[0].TimeoutSeconds);
    }

    private static IReadOnlyList<Orcheo.Core.Errors.ErrorDetail> Faults(string config) =>
        new WorkflowValidator(Catalog).Validate(Definition(config));

    private static WorkflowDefinition Definition(string config) =>
        JsonSerializer.Deserialize<WorkflowDefinition>(
            $$"""{"nodes":[{"id":"py","type":"python_code","config":{{config}}}],"edges":[]}""", Orcheo.Core.Json.OrcheoJson.Options)!;
}
