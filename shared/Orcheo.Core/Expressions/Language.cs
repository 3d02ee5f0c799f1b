using System.Collections.Frozen;

namespace Orcheo.Core.Expressions;

/// <summary>The names that an expression may use. The checker and the script host read the same tables, so that nothing is allowed that is not guarded.</summary>
internal static class Language
{
    /// <summary>The members of the scope.</summary>
    public static readonly FrozenSet<string> Roots =
        Names("state input trigger nodes execution item args");

    /// <summary>Functions called by their bare name.</summary>
    public static readonly FrozenSet<string> GlobalFunctions = Names(
        "Number String Boolean parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI");

    /// <summary>Functions called on a namespace.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> NamespaceFunctions = new Dictionary<string, FrozenSet<string>>
    {
        ["Math"] = Names(
            "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 " +
            "max min pow round sign sin sinh sqrt tan tanh trunc"),
        ["JSON"] = Names("parse stringify"),
        ["Object"] = Names("assign entries fromEntries groupBy hasOwn is keys values"),
        ["Array"] = Names("from isArray of"),
        ["Number"] = Names("isFinite isInteger isNaN isSafeInteger parseFloat parseInt"),
        ["String"] = Names("fromCharCode fromCodePoint"),
        ["Date"] = Names("UTC parse toISOString"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Numbers read from a namespace.</summary>
    public static readonly FrozenDictionary<string, double> Constants = new Dictionary<string, double>
    {
        ["Math.E"] = Math.E,
        ["Math.LN10"] = 2.302585092994046,
        ["Math.LN2"] = 0.6931471805599453,
        ["Math.LOG10E"] = 0.4342944819032518,
        ["Math.LOG2E"] = 1.4426950408889634,
        ["Math.PI"] = Math.PI,
        ["Math.SQRT1_2"] = 0.7071067811865476,
        ["Math.SQRT2"] = 1.4142135623730951,
        ["Number.EPSILON"] = 2.220446049250313e-16,
        ["Number.MAX_SAFE_INTEGER"] = 9007199254740991,
        ["Number.MIN_SAFE_INTEGER"] = -9007199254740991,
        ["Number.MAX_VALUE"] = double.MaxValue,
        ["Number.MIN_VALUE"] = double.Epsilon,
        ["Number.POSITIVE_INFINITY"] = double.PositiveInfinity,
        ["Number.NEGATIVE_INFINITY"] = double.NegativeInfinity,
        ["Number.NaN"] = double.NaN,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Methods of strings that the script engine's own implementation serves.</summary>
    public static readonly FrozenSet<string> StringMethods = Names(
        "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match matchAll normalize padEnd padStart repeat " +
        "replace replaceAll search slice split startsWith substr substring toLowerCase toString toUpperCase trim trimEnd trimStart");

    /// <summary>Methods of arrays.</summary>
    public static readonly FrozenSet<string> ArrayMethods = Names(
        "at concat entries every filter find findIndex findLast findLastIndex flat flatMap includes indexOf join keys lastIndexOf map " +
        "reduce reduceRight reverse slice some sort toReversed toSorted toSpliced toString values with");

    /// <summary>Methods of numbers.</summary>
    public static readonly FrozenSet<string> NumberMethods = Names("toExponential toFixed toPrecision toString");

    /// <summary>Methods of regular expressions.</summary>
    public static readonly FrozenSet<string> RegExpMethods = Names("exec test toString");

    /// <summary>Methods of every other object, and of booleans.</summary>
    public static readonly FrozenSet<string> ObjectMethods = Names("hasOwnProperty toString");

    /// <summary>Every name that may be called on a value.</summary>
    public static readonly FrozenSet<string> Methods =
        new[] { StringMethods, ArrayMethods, NumberMethods, RegExpMethods, ObjectMethods }
            .SelectMany(set => set).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members that lead to the machinery of the language rather than to data.</summary>
    public static readonly FrozenSet<string> ForbiddenMembers = Names(
        "__proto__ constructor prototype __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ caller callee arguments");

    private static readonly FrozenDictionary<string, int> _functionArguments =
        Names("map filter find findIndex findLast findLastIndex some every flatMap reduce reduceRight sort toSorted")
            .Select(name => (name, 0))
            .Concat([("replace", 1), ("replaceAll", 1), ("Array.from", 1), ("Object.groupBy", 1)])
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The index of the argument that may be a function, or -1.</summary>
    /// <param name="callee">A method's name, or a namespace function's full name.</param>
    public static int FunctionArgument(string callee) => _functionArguments.GetValueOrDefault(callee, -1);

    /// <summary>The known name that the user most likely meant, or null.</summary>
    public static string? Suggest(string name, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.candidate is not null && best.distance <= Math.Max(1, Math.Min(name.Length, best.candidate.Length) / 3)
            ? best.candidate
            : null;
    }

    // Levenshtein on lower case, so that a wrong capital alone is the nearest of all.
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 4)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]);
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
