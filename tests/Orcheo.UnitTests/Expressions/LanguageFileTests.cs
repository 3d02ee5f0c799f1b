using System.Runtime.CompilerServices;
using System.Text.Json;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.UnitTests.Expressions;

/// <summary>The file shared/schemas/expression-language.json is what the checker allows; other languages check by it. ORCHEO_UPDATE_SCHEMAS=1 writes it.</summary>
public sealed class LanguageFileTests
{
    private static readonly JsonSerializerOptions Written = new(OrcheoJson.Options) { DictionaryKeyPolicy = null, WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    [Fact]
    public void The_file_says_what_the_checker_allows()
    {
        var path = FilePath();
        var functions = Language.NamespaceFunctions.SelectMany(space => space.Value.Select(name => $"{space.Key}.{name}")).Concat(Language.Methods);
        var text = JsonSerializer.Serialize(
            new
            {
                Roots = Sorted(Language.Roots),
                GlobalFunctions = Sorted(Language.GlobalFunctions),
                NamespaceFunctions = Language.NamespaceFunctions.OrderBy(space => space.Key, StringComparer.Ordinal)
                    .ToDictionary(space => space.Key, space => Sorted(space.Value)),
                Constants = Sorted(Language.Constants.Keys),
                Methods = Sorted(Language.Methods),
                ForbiddenMembers = Sorted(Language.ForbiddenMembers),
                FunctionArguments = functions.Distinct().Where(name => Language.FunctionArgument(name) >= 0).Order(StringComparer.Ordinal)
                    .ToDictionary(name => name, Language.FunctionArgument),
                MaxLength = Expression.MaxLength,
                MaxNesting = Limits.Nesting,
            },
            Written) + "\n";
        if (Environment.GetEnvironmentVariable("ORCHEO_UPDATE_SCHEMAS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path));
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static string FilePath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../shared/schemas/expression-language.json"));
}
