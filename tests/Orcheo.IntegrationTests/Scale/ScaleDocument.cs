using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>
/// The tables of docs/scale.md that tests count. ORCHEO_UPDATE_SCALE=1 writes them; else a figure that has changed fails the test that
/// counts it, so that making executions dearer is a deliberate act.
/// </summary>
internal static class ScaleDocument
{
    private static readonly Lock Writing = new();

    /// <summary>
    /// How often a figure is counted that is not the written one. A timer may come in between, or a node take so long on a busy machine that it
    /// is shown as running: that costs more, never less.
    /// </summary>
    private static int Attempts => IsUpdated ? 3 : 8;

    private static string FilePath => Path.Combine(RepositoryPaths.Root, "docs", "scale.md");

    private static bool IsUpdated => Environment.GetEnvironmentVariable("ORCHEO_UPDATE_SCALE") == "1";

    /// <summary>The rows of a table as they are written, without its head.</summary>
    private static List<string> Rows(string table)
    {
        var lines = File.ReadAllLines(FilePath);
        var (begin, end) = Find(lines, table);
        return lines[begin..end].Skip(2).ToList();
    }

    /// <summary>Counts until the figure is the written one, and gives the least there was as a row of the table.</summary>
    public static async Task<string> LeastAsync(string table, string what, Func<Task<StorageCounts>> count)
    {
        var written = Rows(table);
        StorageCounts? least = null;
        for (var attempt = 0; attempt < Attempts && (IsUpdated || least is null || !written.Contains(Row(least))); attempt++)
        {
            var counts = await count();
            least = least is null || counts.Operations < least.Operations ? counts : least;
        }

        return Row(least!);

        string Row(StorageCounts counts) => $"| {what} | {counts.Cells} |";
    }

    /// <summary>Fails where the table is another than what was counted.</summary>
    public static void Check(string table, string heads, IReadOnlyList<string> counted)
    {
        foreach (var row in counted)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(row);
        }

        if (IsUpdated)
        {
            Write(table, heads, counted);
        }

        Assert.True(
            counted.SequenceEqual(Rows(table)),
            $"Table '{table}' of docs/scale.md says\n{string.Join('\n', Rows(table).Except(counted))}\nand what was counted is\n"
            + $"{string.Join('\n', counted.Except(Rows(table)))}\nIf that is meant, ORCHEO_UPDATE_SCALE=1 writes it.");
    }

    private static void Write(string table, string heads, IReadOnlyList<string> counted)
    {
        lock (Writing)
        {
            var lines = File.ReadAllLines(FilePath);
            var (begin, end) = Find(lines, table);
            var rule = "|---|" + string.Concat(Enumerable.Repeat("--:|", heads.Count(character => character == '|') - 2));
            File.WriteAllLines(FilePath, [.. lines[..begin], heads, rule, .. counted, .. lines[end..]]);
        }
    }

    private static (int Begin, int End) Find(string[] lines, string table)
    {
        var begin = Array.IndexOf(lines, $"<!-- counted: {table} -->");
        var end = Array.IndexOf(lines, "<!-- /counted -->", Math.Max(0, begin));
        Assert.True(begin >= 0 && end > begin, $"docs/scale.md has no table '{table}'.");
        return (begin + 1, end);
    }
}
