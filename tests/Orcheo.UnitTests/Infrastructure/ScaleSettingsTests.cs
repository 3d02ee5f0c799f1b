using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Infrastructure;

/// <summary>The settings that docs/scale.md tells to turn are what host.json and the Bicep templates say.</summary>
public sealed partial class ScaleSettingsTests
{
    [Fact]
    public void What_the_page_says_of_a_setting_is_so()
    {
        var rows = Row().Matches(Repository.Read("docs/scale.md")).ToList();
        Assert.True(rows.Count > 10, "The table of docs/scale.md is not found.");
        Assert.All(rows, row => Assert.Equal(
            $"{row.Groups["setting"]} = {row.Groups["value"]}", $"{row.Groups["setting"]} = {Find(row.Groups["file"].Value, row.Groups["setting"].Value)}"));
    }

    private static string? Find(string file, string setting) => file.EndsWith(".json", StringComparison.Ordinal)
        ? InJson(Repository.Read(file), setting)
        : Regex.Match(Repository.Read(file), $@"^param {Regex.Escape(setting)} \w+ = (\S+)", RegexOptions.Multiline).Groups[1].Value;

    private static string InJson(string text, string path)
    {
        using var document = JsonDocument.Parse(text);
        var found = path.Split('.').Aggregate(document.RootElement, (element, name) => element.GetProperty(name));
        return found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText();
    }

    [GeneratedRegex(@"^\| `(?<setting>[\w.]+)` \| (?<file>[\w/.-]+) \| `(?<value>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
