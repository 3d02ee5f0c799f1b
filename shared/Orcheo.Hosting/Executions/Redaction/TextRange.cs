namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>A part of a text: from the first character up to, not including, the last.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    /// <summary>Puts ranges in order and joins those that overlap or touch.</summary>
    public static List<TextRange> Merge(List<TextRange> ranges)
    {
        ranges.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        var merged = new List<TextRange>(ranges.Count);
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End)
            {
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, range.End) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}
