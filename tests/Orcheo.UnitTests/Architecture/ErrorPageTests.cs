using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Architecture;

/// <summary>The error catalogue and docs/errors/ say the same.</summary>
public sealed partial class ErrorPageTests
{
    private const string Folder = "docs/errors";

    public static TheoryData<string> Codes => [.. ErrorCodes.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_constant_is_in_the_catalogue()
    {
        var constants = typeof(ErrorCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), ErrorCodes.All.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_a_page_for_every_code_and_none_besides()
    {
        var pages = Repository.Files(Folder, ".md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README");

        Assert.Equal(ErrorCodes.All.Keys.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_has_the_title_the_status_and_its_sections(string code)
    {
        var entry = ErrorCodes.All[code];
        var lines = Repository.Read($"{Folder}/{code}.md").Split('\n');

        Assert.Equal($"# {code}: {entry.Title}", lines[0]);
        Assert.Equal(entry.HttpStatus is { } status ? $"HTTP {status}" : "Fails a node or an execution", lines[2].Split('.')[0]);
        Assert.Equal(
            ["## What it means", "## When it happens", "## What to do", "## Example"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_on_a_page_is_json_with_its_code(string code)
    {
        var match = JsonBlock().Match(Repository.Read($"{Folder}/{code}.md"));
        Assert.True(match.Success, "The page has no JSON example.");
        using var example = JsonDocument.Parse(match.Groups[1].Value);
        var error = ErrorCodes.All[code].HttpStatus is null ? example.RootElement.GetProperty("error") : example.RootElement;
        var codes = error.TryGetProperty("errors", out var faults)
            ? faults.EnumerateArray().Select(fault => fault.GetProperty("code").GetString()).Append(error.GetProperty("code").GetString())
            : [error.GetProperty("code").GetString()];

        Assert.Contains(code, codes);
        if (ErrorCodes.All[code].HttpStatus is { } status)
        {
            Assert.Equal(status, example.RootElement.GetProperty("status").GetInt32());
            Assert.Equal(ErrorCodes.All[error.GetProperty("code").GetString()!].Title, error.GetProperty("title").GetString());
        }
    }

    [Fact]
    public void The_index_lists_every_code_with_its_title()
    {
        var index = Repository.Read($"{Folder}/README.md");
        var rows = IndexRow().Matches(index).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal(
            ErrorCodes.All.Values.OrderBy(entry => entry.Code, StringComparer.Ordinal).Select(entry => (entry.Code, entry.Title)),
            rows.OrderBy(row => row.Item1, StringComparer.Ordinal));
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"^\| \[(ORC\d{4})\]\(\1\.md\) \| (.+?) \|", RegexOptions.Multiline)]
    private static partial Regex IndexRow();
}
