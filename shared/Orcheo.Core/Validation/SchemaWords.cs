using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Validation;

/// <summary>What faults of a schema are called, for people.</summary>
internal static class SchemaWords
{
    private const int MostValuesNamed = 12;

    private static readonly (SchemaTypes Type, string Name)[] TypeNames =
    [
        (SchemaTypes.String, "a string"),
        (SchemaTypes.Number, "a number"),
        (SchemaTypes.Integer, "a whole number"),
        (SchemaTypes.Boolean, "true or false"),
        (SchemaTypes.Array, "an array"),
        (SchemaTypes.Object, "an object"),
        (SchemaTypes.Null, "null"),
    ];

    public static string Types(SchemaTypes types)
    {
        // Every number may be whole; saying so adds nothing.
        var named = types.HasFlag(SchemaTypes.Number) ? types & ~SchemaTypes.Integer : types;
        return Join(TypeNames.Where(entry => named.HasFlag(entry.Type)).Select(entry => entry.Name).ToList(), "or");
    }

    public static string NotOneOf(IReadOnlyList<JsonElement> values, JsonElement value)
    {
        var names = values.Take(MostValuesNamed).Select(allowed => allowed.ToString()).ToList();
        var hint = value.ValueKind == JsonValueKind.String ? DidYouMean.Hint(value.GetString()!, names) : string.Empty;
        var more = values.Count > MostValuesNamed ? ", …" : string.Empty;
        return (names.Count == 1 ? $"must be {names[0]}" : $"must be one of {string.Join(", ", names)}") + more + hint;
    }

    public static string Range(string unit, int? min, int? max) => (min, max) switch
    {
        (1, null) => $"must not be empty; at least 1 {unit} is needed",
        (_, null) => $"must have at least {min} {unit}s",
        (null or 0, _) => $"must have at most {max} {unit}s",
        _ => $"must have {min} to {max} {unit}s",
    };

    public static bool HasFormat(string format, string text) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date-time" => JsonSerializer.SerializeToElement(text).TryGetDateTimeOffset(out _),
        _ => true,
    };

    public static string Format(string format) => format == "uri"
        ? "an absolute URI, e.g. https://example.com/path"
        : "a date and time as of RFC 3339, e.g. 2026-01-31T09:15:00Z";

    public static bool AreUnique(JsonElement array)
    {
        var items = array.EnumerateArray().ToList();
        return !items.Where((item, index) => items.Take(index).Any(earlier => JsonElement.DeepEquals(earlier, item))).Any();
    }

    /// <summary>Why none of the alternatives matches: the faults of the one that was probably meant, or a summary.</summary>
    public static IEnumerable<SchemaFault> Explain(
        string pointer, IReadOnlyList<SchemaRule> alternatives, IReadOnlyList<IReadOnlyList<SchemaFault>> failures)
    {
        if (RequiredOnly(alternatives) is { } names)
        {
            return [new SchemaFault(pointer, $"needs {Join(names, "or")}", "required")];
        }

        var meant = failures.Where(faults => !faults.Any(fault => fault.Keyword == "type" && fault.Pointer == pointer)).ToList();
        if (meant.Count > 0)
        {
            return meant.MinBy(faults => faults.Count)!;
        }

        var types = alternatives.Aggregate(SchemaTypes.None, (all, alternative) => all | alternative.Types | (alternative.Reference?.Types ?? SchemaTypes.None));
        return types == SchemaTypes.None ? failures[0] : [new SchemaFault(pointer, $"must be {Types(types)}", "type")];
    }

    public static string TooMany(IReadOnlyList<SchemaRule> alternatives) => RequiredOnly(alternatives) is { } names
        ? $"must have only one of {Join(names, "and")}"
        : "matches more than one of the allowed forms";

    /// <summary>The members between which the alternatives choose, when each only requires one.</summary>
    private static List<string>? RequiredOnly(IReadOnlyList<SchemaRule> alternatives) =>
        alternatives.All(alternative => alternative is { Required.Count: 1, Types: SchemaTypes.None or SchemaTypes.Object, Properties.Count: 0 })
            ? [.. alternatives.Select(alternative => $"'{alternative.Required[0]}'")]
            : null;

    private static string Join(List<string> names, string word) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.Take(names.Count - 1))} {word} {names[^1]}";
}
