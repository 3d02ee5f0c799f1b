namespace Orcheo.Core.Errors;

/// <summary>Finds what somebody probably meant by a name that does not exist.</summary>
public static class DidYouMean
{
    private const int LongestName = 64;

    /// <summary><c> (did you mean 'x'?)</c>, or nothing when no known name is close.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Closest(name, known) is { } closest ? $" (did you mean '{closest}'?)" : string.Empty;

    /// <summary>The known name that is closest, when a typing error or two explain the difference.</summary>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        string? closest = null;
        var smallest = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length <= LongestName && Distance(name, candidate) is var distance && distance < smallest)
            {
                (closest, smallest) = (candidate, distance);
            }
        }

        return closest;
    }

    /// <summary>The Levenshtein distance, ignoring case and the difference between <c>_</c> and <c>-</c>.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        foreach (var character in left)
        {
            var diagonal = row[0]++;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = diagonal + (Fold(character) == Fold(right[column - 1]) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[right.Length];
    }

    private static char Fold(char character) => character == '-' ? '_' : char.ToLowerInvariant(character);
}
