using System.Text;
using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Validation;
using Orcheo.UnitTests.Nodes;

namespace Orcheo.UnitTests.Definitions;

/// <summary>The files of shared/schemas/corpus: what the reader and the JSON Schema say of them, and what other languages must say.</summary>
public sealed class WorkflowCorpusTests
{
    private static readonly string Schemas = FindSchemas();

    private static readonly ConfigSchema Schema = new(JsonElement.Parse(File.ReadAllBytes(Path.Combine(Schemas, "workflow.schema.json"))));

    public static TheoryData<string> Valid() => [.. Names("valid")];

    public static TheoryData<string> Invalid() => [.. Names("invalid")];

    public static TheoryData<string> Faulty() => [.. Names("faulty")];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Reads_a_valid_document(string name)
    {
        var text = File.ReadAllBytes(Path.Combine(Schemas, "corpus", "valid", name));
        var read = WorkflowDocumentReader.Read(text);

        Assert.Empty(read.Errors);
        Assert.True(read.IsDocument);
        Assert.Empty(Schema.ValidateRendered(JsonElement.Parse(text)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Tells_every_fault_of_an_invalid_document(string name)
    {
        var sample = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Schemas, "corpus", "invalid", name)));
        var text = sample.TryGetProperty("text", out var raw)
            ? Encoding.UTF8.GetBytes(raw.GetString()!)
            : Encoding.UTF8.GetBytes(sample.GetProperty("document").GetRawText());
        var expected = sample.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("code").GetString()!, error.GetProperty("pointer").GetString()!));

        var read = WorkflowDocumentReader.Read(text);

        Assert.Equal(expected.Order(), read.Errors.Select(error => (error.Code, error.Pointer)).Order());
        Assert.False(read.IsDocument);
        Assert.All(read.Errors, error => Assert.EndsWith(".", error.Message, StringComparison.Ordinal));
        if (sample.TryGetProperty("document", out var document))
        {
            Assert.Equal(sample.GetProperty("schema_rejects").GetBoolean(), Schema.ValidateRendered(document).Count > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Tells_every_fault_of_meaning(string name)
    {
        var sample = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Schemas, "corpus", "faulty", name)));
        var read = WorkflowDocumentReader.Read(Encoding.UTF8.GetBytes(sample.GetProperty("document").GetRawText()));
        var expected = sample.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("code").GetString()!, error.GetProperty("pointer").GetString()!));

        var check = new WorkflowValidator(NodeTesting.Catalog).Check(read);

        Assert.True(read.IsDocument);
        Assert.Equal(expected, check.Errors.Select(error => (error.Code, error.Pointer)));
    }

    [Fact]
    public void The_schema_says_the_same_limits_as_the_code()
    {
        var schema = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Schemas, "workflow.schema.json")));
        var members = schema.GetProperty("properties");

        Assert.Equal(WorkflowLimits.MaxNodes, members.GetProperty("nodes").GetProperty("maxItems").GetInt32());
        Assert.Equal(WorkflowLimits.MaxEdges, members.GetProperty("edges").GetProperty("maxItems").GetInt32());
        Assert.Equal(WorkflowLimits.MaxNameLength, members.GetProperty("name").GetProperty("maxLength").GetInt32());
        Assert.Equal(WorkflowLimits.MaxTags, members.GetProperty("tags").GetProperty("maxItems").GetInt32());
        Assert.Equal(WorkflowLimits.MaxDescriptionLength, members.GetProperty("description").GetProperty("maxLength").GetInt32());
        Assert.Equal(WorkflowLimits.SchemaVersion, members.GetProperty("schema_version").GetProperty("maximum").GetInt32());
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(Schemas, "corpus", folder), "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static string FindSchemas()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orcheo.sln")))
            {
                return Path.Combine(folder.FullName, "shared", "schemas");
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
