using System.Text.RegularExpressions;
using Quartz;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// Hands cron expressions to Quartz, and says which field is at fault where it refuses. What Quartz would let pass although it means
/// nothing, an empty item of a list say, is refused before.
/// </summary>
internal static partial class CronFields
{
    private const int MaxLength = 200;

    private static readonly string[] QuartzNames = ["seconds", "minutes", "hours", "day of month", "month", "day of week", "year"];
    private static readonly string[] CrontabNames = ["minutes", "hours", "day of month", "month", "day of week"];

    /// <summary>Any moment: whether a schedule can be worked out at all does not depend on it.</summary>
    private static readonly DateTimeOffset Probe = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads an expression; null, with what is wrong, when it is none.</summary>
    public static CronExpression? Parse(string text, out string fault)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isMacro = fields.Length == 1 && fields[0].StartsWith('@');
        if (text.Length > MaxLength || (!isMacro && fields.Length is not (5 or 6 or 7)))
        {
            fault = text.Length > MaxLength
                ? $"The cron expression is longer than {MaxLength} characters."
                : $"The cron expression has {fields.Length} fields. It takes 6 or 7 (seconds, minutes, hours, day of month, month, day of week, year), or the 5 of crontab (from minutes to day of week).";
            return null;
        }

        if (!isMacro && Array.FindIndex(fields, field => !Field().IsMatch(field)) is >= 0 and var index)
        {
            fault = Describe(fields, index, "it is neither *, ?, a value, a range, a step, nor a list of these");
            return null;
        }

        if (TryParse(fields, out var expression, out var reason))
        {
            fault = "";
            return expression;
        }

        fault = isMacro ? $"The cron expression is not valid: {reason}" : DescribeFirst(fields, reason);
        return null;
    }

    private static string DescribeFirst(string[] fields, string reason)
    {
        for (var index = 0; index < fields.Length; index++)
        {
            if (!TryParse(Alone(fields, index), out _, out var why))
            {
                return Describe(fields, index, why);
            }
        }

        return $"The cron expression is not valid: {reason}";
    }

    private static string Describe(string[] fields, int index, string reason) =>
        $"The field '{(fields.Length == 5 ? CrontabNames : QuartzNames)[index]}' ('{fields[index]}') of the cron expression is not valid: {reason}";

    /// <summary>The field among others that are harmless.</summary>
    private static string[] Alone(string[] fields, int index)
    {
        string[] alone = fields.Length switch
        {
            5 => ["0", "0", "*", "*", "*"],
            6 => ["0", "0", "0", "*", "*", "?"],
            _ => ["0", "0", "0", "*", "*", "?", "*"],
        };
        if (fields.Length > 5 && index == 5)
        {
            alone[3] = "?";
        }

        alone[index] = fields[index];
        return alone;
    }

    private static bool TryParse(string[] fields, out CronExpression? expression, out string reason)
    {
        var text = string.Join(' ', fields);
        try
        {
            expression = fields.Length == 5 ? CronExpression.Parse(text, CronFormat.Unix) : CronExpression.Parse(text);
            _ = expression.GetNextValidTimeAfter(Probe);
            reason = "";
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            expression = null;
            reason = exception is FormatException && !exception.Message.Contains('(', StringComparison.Ordinal)
                ? exception.Message
                : "a value is missing or not one that the field takes.";
            return false;
        }
    }

    /// <summary>
    /// A list of items: <c>*</c>, <c>?</c>, a value, a range, each of the values with its letters (<c>L</c>, <c>W</c>, <c>#</c>), and a step.
    /// </summary>
    [GeneratedRegex(@"\A(?:\?|(?:\*|\w+(?:#\d|-\w+)?)(?:/\d+)?)(?:,(?:\*|\w+(?:#\d|-\w+)?)(?:/\d+)?)*\z", RegexOptions.ECMAScript)]
    private static partial Regex Field();
}
