using System.Text.RegularExpressions;

namespace Orcheo.UnitTests.Architecture;

/// <summary>Habits that a compiler does not hold.</summary>
public sealed partial class SourceTests
{
    private const int LineLimit = 500;

    private static readonly string[] _sourceFolders = ["shared", "functions", "tests", "build", ".ci"];
    private static readonly string[] _sourceExtensions = [".cs", ".py", ".sh", ".ts", ".tsx", ".js", ".mjs"];

    /// <summary>
    /// What no C# source may hold, and why. The words are put together here so that this file does not hold them itself.
    /// </summary>
    public static TheoryData<string, string> Unwanted => new()
    {
        { @"\b" + "TO" + @"DO\b|\b" + "FIX" + @"ME\b", "finish it, or write an issue" },
        { "NotImplemented" + "Exception", "no stubs" },
        { @"Thread\." + @"Sleep\(", "await a condition or a TimeProvider" },
        { @"#pragma\s+warning\s+" + "disable", "mend the cause, or set the severity in .editorconfig with a reason" },
    };

    private static IEnumerable<string> Sources => _sourceFolders.SelectMany(folder => Repository.Files(folder, _sourceExtensions));

    [Fact]
    public void A_source_file_has_fewer_than_500_lines()
    {
        var tooLong = Sources.Where(file => File.ReadLines(Repository.PathOf(file)).Count() >= LineLimit);

        Assert.Empty(tooLong);
    }

    [Theory]
    [MemberData(nameof(Unwanted))]
    public void No_source_holds_what_is_unwanted(string pattern, string because)
    {
        var found = Sources.Where(file => Regex.IsMatch(Repository.Read(file), pattern)).ToList();

        Assert.True(found.Count == 0, $"{because}: {string.Join(", ", found)}");
    }

    /// <summary>The one thing that `make format` mends and no build sees.</summary>
    [Fact]
    public void Usings_are_in_order()
    {
        var found = _sourceFolders.SelectMany(folder => Repository.Files(folder, ".cs")).Where(file => !IsInOrder(UsingsOf(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Product_code_takes_the_time_from_a_TimeProvider()
    {
        var found = new[] { "shared", "functions" }
            .SelectMany(folder => Repository.Files(folder, ".cs"))
            .Where(file => AmbientClock().IsMatch(Comment().Replace(Repository.Read(file), "")));

        Assert.Empty(found);
    }

    [Fact]
    public void No_lock_file_says_where_packages_come_from_and_no_file_names_a_folder_of_one_machine()
    {
        // Where packages come from is the machine's business: a lock file that says so breaks behind every mirror.
        var machine = new Regex(@"(?<![\w.~-])/(home|root|Users|work)/" + @"\w");
        var found = Repository.Files(".")
            .Where(file => !IsBinary(file))
            .Where(file => machine.IsMatch(Repository.Read(file))
                || (Path.GetFileName(file) == "package-lock.json" && Repository.Read(file).Contains("\"resolved\"", StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    [Fact]
    public void Every_text_file_ends_with_a_newline_and_has_unix_line_ends()
    {
        var found = Repository.Files(".", [.. _sourceExtensions, ".md", ".csproj", ".props", ".yml"])
            .Where(file => Repository.Read(file) is { Length: > 0 } text && (text[^1] != '\n' || text.Contains('\r', StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    private static bool IsBinary(string file) =>
        Path.GetExtension(file) is ".png" or ".jpg" or ".ico" or ".woff" or ".woff2" or ".db" or ".zip" or ".gz";

    private static List<string> UsingsOf(string file) =>
        [.. File.ReadLines(Repository.PathOf(file)).TakeWhile(line => !line.StartsWith("namespace", StringComparison.Ordinal)).Where(line => Using().IsMatch(line))];

    /// <summary>Namespaces, then static classes, then aliases; System first.</summary>
    private static bool IsInOrder(List<string> usings) => usings.SequenceEqual(usings
        .OrderBy(line => line.Contains('=', StringComparison.Ordinal) ? 2 : line.Contains(" static ", StringComparison.Ordinal) ? 1 : 0)
        .ThenBy(line => SystemUsing().IsMatch(line) ? 0 : 1)
        .ThenBy(line => line.TrimEnd(';'), StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bEnvironment\.TickCount")]
    private static partial Regex AmbientClock();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(global )?using (static )?[\w.]+( = .*)?;")]
    private static partial Regex Using();

    [GeneratedRegex(@"using (static )?System[.;]")]
    private static partial Regex SystemUsing();
}
