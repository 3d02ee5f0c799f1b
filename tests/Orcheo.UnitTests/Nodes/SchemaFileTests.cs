using System.Runtime.CompilerServices;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Nodes;

/// <summary>The files in shared/schemas/nodes are what the records say. ORCHEO_UPDATE_SCHEMAS=1 writes them.</summary>
public sealed class SchemaFileTests
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Types => [.. NodeTesting.Catalog.Descriptors.Select(descriptor => descriptor.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Schema_files_are_what_the_records_generate(string type)
    {
        var descriptor = NodeTesting.Catalog.Find(type)!.Descriptor;
        AssertWritten($"{type}.schema.json", descriptor.ConfigSchema);
        AssertWritten($"{type}.output.schema.json", descriptor.OutputSchema);
    }

    [Fact]
    public void There_is_no_schema_file_without_a_node_type()
    {
        var expected = NodeTesting.Catalog.Descriptors
            .SelectMany(descriptor => new[] { $"{descriptor.Type}.schema.json", $"{descriptor.Type}.output.schema.json" })
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_catalogue_file_says_what_the_descriptors_say() => AssertWritten("../node-catalog.json", JsonSerializer.SerializeToElement(
        NodeTesting.Catalog.Descriptors.OrderBy(descriptor => descriptor.Type, StringComparer.Ordinal).Select(descriptor => new
        {
            descriptor.Type,
            descriptor.Version,
            descriptor.Name,
            descriptor.Category,
            descriptor.Description,
            descriptor.Handles,
            descriptor.CredentialTypes,
            descriptor.DefaultTimeoutSeconds,
            descriptor.Effect,
            descriptor.ExpressionMembers,
            descriptor.LiteralMembers,
            descriptor.DeferredMembers,
        }),
        OrcheoJson.Options));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Schemas_can_be_read_by_the_validator(string type)
    {
        var descriptor = NodeTesting.Catalog.Find(type)!.Descriptor;

        var config = await NJsonSchema.JsonSchema.FromJsonAsync(descriptor.ConfigSchema.GetRawText(), TestContext.Current.CancellationToken);

        Assert.Contains(config.Validate("""{"no_such_member":1}"""), error => error.Property == "no_such_member");
    }

    [Theory]
    [InlineData("http_request", """{"url":"https://example.invalid"}""", true)]
    [InlineData("http_request", """{"url":"https://example.invalid","headers":{"a":1,"b":null},"query":{"q":["a",1]},"body":[1],"timeout_seconds":0.5}""", true)]
    [InlineData("http_request", """{}""", false)]
    [InlineData("http_request", """{"url":1}""", false)]
    [InlineData("http_request", """{"url":"x","method":"get"}""", false)]
    [InlineData("http_request", """{"url":"x","headers":{"a":{}}}""", false)]
    [InlineData("http_request", """{"url":"x","timeout_seconds":0}""", false)]
    [InlineData("http_request", """{"url":"x","max_response_bytes":67108865}""", false)]
    [InlineData("delay", """{"seconds":1}""", true)]
    [InlineData("delay", """{"until":"2026-01-31T09:15:00Z"}""", true)]
    [InlineData("delay", """{}""", false)]
    [InlineData("delay", """{"seconds":1,"until":"2026-01-31T09:15:00Z"}""", false)]
    [InlineData("delay", """{"seconds":-1}""", false)]
    [InlineData("set_variable", """{"values":{"a":1,"_b":{"c":[]}}}""", true)]
    [InlineData("set_variable", """{"values":[]}""", false)]
    [InlineData("if_else", """{"condition":"input.ok"}""", true)]
    [InlineData("if_else", """{"condition":true}""", false)]
    [InlineData("manual_trigger", """{}""", true)]
    public async Task Schemas_say_what_the_nodes_take(string type, string config, bool valid)
    {
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(
            NodeTesting.Catalog.Find(type)!.Descriptor.ConfigSchema.GetRawText(), TestContext.Current.CancellationToken);

        Assert.Equal(valid, schema.Validate(config).Count == 0);
    }

    [Fact]
    public void Descriptors_say_what_the_contract_says()
    {
        var ifElse = NodeTesting.Catalog.Find("if_else")!.Descriptor;
        Assert.Equal(["true", "false"], ifElse.Handles);
        Assert.Equal(["condition"], ifElse.ExpressionMembers);
        var http = NodeTesting.Catalog.Find("http_request")!.Descriptor;
        Assert.Equal(60, http.DefaultTimeoutSeconds);
        Assert.Equal(NodeEffect.Unsafe, http.Effect);
        Assert.Empty(http.ExpressionMembers);
        Assert.Equal(
            [("cron_trigger", "cron"), ("manual_trigger", "api"), ("webhook_trigger", "webhook")],
            NodeTesting.Catalog.Descriptors.Where(descriptor => descriptor.IsTrigger).Select(descriptor => (descriptor.Type, descriptor.TriggerType!)));
    }

    private static void AssertWritten(string file, JsonElement schema)
    {
        var path = Path.Combine(Folder(), file);
        var text = JsonSerializer.Serialize(schema, Written) + "\n";
        if (Environment.GetEnvironmentVariable("ORCHEO_UPDATE_SCHEMAS") == "1")
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{file} is missing; run the tests once with ORCHEO_UPDATE_SCHEMAS=1.");
        Assert.Equal(text, File.ReadAllText(path));
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../shared/schemas/nodes"));
}
