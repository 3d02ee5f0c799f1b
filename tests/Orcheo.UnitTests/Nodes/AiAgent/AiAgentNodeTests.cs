using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Validation;
using Orcheo.Orchestrations;

namespace Orcheo.UnitTests.Nodes.AiAgent;

/// <summary>What an agent's config may be, and what is said of one that cannot work.</summary>
public sealed class AiAgentNodeTests
{
    private static readonly WorkflowValidator Validator = new(NodeTesting.Catalog);

    [Fact]
    public void The_descriptor_names_the_orchestration_that_there_is() =>
        Assert.Equal(nameof(RunAgent), NodeTesting.Catalog.Find("ai_agent")!.Descriptor.Orchestration);

    [Fact]
    public void An_agent_with_tools_is_valid_and_its_tools_see_args()
    {
        Assert.Empty(Faults("""
            {"model":"m","prompt":"{{ input.question }}","budget":{"tokens":1000},"output_schema":{"type":"object","properties":{"a":{"type":"string"}}},
             "tools":[{"type":"http_request","name":"get","description":"Gets.","parameters":{"type":"object"},"config":{"url":"https://example.com/{{ args.id }}"}},
                      {"type":"workflow","name":"run","config":{"workflow_id":"wf_1"}},
                      {"type":"mcp","name":"files","config":{"url":"https://example.com/mcp","allowed_tools":["read"]}}]}
            """));
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"http_request","name":"get","config":{"method":"GET"}}]}""", "/nodes/0/config/tools/0/config/url", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"mcp","name":"files","config":{"url":"https://example.com"}}]}""", "/nodes/0/config/tools/0/config/allowed_tools", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"delay","name":"wait","config":{"seconds":1}}]}""", "/nodes/0/config/tools/0/type", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"workflow","name":"a b","config":{"workflow_id":"wf_1"}}]}""", "/nodes/0/config/tools/0/name", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"workflow","name":"a","config":{"workflow_id":"w"}},{"type":"workflow","name":"a","config":{"workflow_id":"w"}}]}""", "/nodes/0/config/tools/1/name", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"workflow","name":"a","parameters":{"type":"nonsense"},"config":{"workflow_id":"w"}}]}""", "/nodes/0/config/tools/0/parameters", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","output_schema":{"type":"object","patternProperties":{}}}""", "/nodes/0/config/output_schema", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"workflow","name":"a","config":{"workflow_id":"w"},"credentials_ref":"cred_1"}]}""", "/nodes/0/config/tools/0/credentials_ref", ErrorCodes.InvalidCredentialsRef)]
    [InlineData("""{"model":"m","prompt":"p","tools":[{"type":"http_request","name":"a","config":{"url":"{{ nodes.nowhere.output }}"}}]}""", "/nodes/0/config/tools/0/config/url", ErrorCodes.UnknownNodeReference)]
    [InlineData("""{"prompt":"p"}""", "/nodes/0/config/model", ErrorCodes.InvalidConfig)]
    [InlineData("""{"model":"m","prompt":"p","max_turns":0}""", "/nodes/0/config/max_turns", ErrorCodes.InvalidConfig)]
    public void Faults_are_told_with_their_place(string config, string pointer, string code)
    {
        var fault = Assert.Single(Faults(config));
        Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
    }

    [Fact]
    public void The_credentials_of_tools_count_as_the_workflows()
    {
        var definition = Definition("""{"model":"m","prompt":"p","tools":[{"type":"http_request","name":"a","config":{"url":"https://example.com"},"credentials_ref":"cred_tool"}]}""");
        definition = definition with { Nodes = [definition.Nodes[0] with { CredentialsRef = "cred_own" }] };
        Assert.Equal(["cred_own", "cred_tool"], NodeTesting.Catalog.CredentialsIn(definition).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<ErrorDetail> Faults(string config) => Validator.Validate(Definition(config));

    private static WorkflowDefinition Definition(string config) => new()
    {
        Nodes = [new NodeDefinition { Id = "agent", Type = "ai_agent", Config = JsonElement.Parse(config) }],
        Edges = [],
    };
}
