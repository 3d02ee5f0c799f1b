using System.Globalization;

namespace Orcheo.UnitTests.Hosting.Triggers;

/// <summary>
/// Works out cron times a second way, slowly and plainly: every day is asked whether it matches, and every time of it is mapped to UTC
/// by the rules for the two changes of the clock that the guide states. It shares no code with Quartz.
/// </summary>
internal sealed class CronOracle
{
    private const string Days = "SUN MON TUE WED THU FRI SAT";
    private const string Months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";

    private readonly TimeZoneInfo _zone;
    private readonly bool _isCrontab;
    private readonly bool _isInterval;
    private readonly int[] _seconds;
    private readonly int[] _minutes;
    private readonly int[] _hours;
    private readonly int[] _months;
    private readonly int[] _years;
    private readonly string _dayOfMonth;
    private readonly string _dayOfWeek;

    public CronOracle(string cron, TimeZoneInfo zone)
    {
        _zone = zone;
        var fields = cron.ToUpperInvariant().Split(' ');
        _isCrontab = fields.Length == 5;
        if (_isCrontab)
        {
            fields = ["0", .. fields];
        }

        _isInterval = fields.Take(3).Any(field => field.AsSpan().IndexOfAny("*/-") >= 0);
        _seconds = Numbers(fields[0], 0, 59, "");
        _minutes = Numbers(fields[1], 0, 59, "");
        _hours = Numbers(fields[2], 0, 23, "");
        _dayOfMonth = fields[3];
        _months = Numbers(fields[4], 1, 12, Months);
        _dayOfWeek = fields[5];
        _years = Numbers(fields.Length > 6 ? fields[6] : "*", 1970, 2126, "");
    }

    /// <summary>The times after a moment, up to so many days later, in order.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset moment, int days)
    {
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).Date).AddDays(-1);
        var given = moment;
        for (var i = 0; i < days + 2; i++)
        {
            foreach (var time in Times(first.AddDays(i)).Where(time => time > given).ToList())
            {
                given = time;
                yield return time;
            }
        }
    }

    private List<DateTimeOffset> Times(DateOnly day)
    {
        if (!_years.Contains(day.Year) || !_months.Contains(day.Month) || !IsDay(day))
        {
            return [];
        }

        var times = new SortedSet<DateTimeOffset>();
        foreach (var hour in _hours)
        {
            foreach (var minute in _minutes)
            {
                foreach (var second in _seconds)
                {
                    times.UnionWith(Instants(day.ToDateTime(new TimeOnly(hour, minute, second))));
                }
            }
        }

        return [.. times];
    }

    private IEnumerable<DateTimeOffset> Instants(DateTime local)
    {
        if (_zone.IsInvalidTime(local))
        {
            return [EndOfGap(local)];
        }

        if (!_zone.IsAmbiguousTime(local))
        {
            return [new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime()];
        }

        var passages = _zone.GetAmbiguousTimeOffsets(local).OrderDescending().Select(offset => new DateTimeOffset(local, offset).ToUniversalTime());
        return _isInterval ? passages : passages.Take(1);
    }

    private DateTimeOffset EndOfGap(DateTime local)
    {
        var low = new DateTimeOffset(local, TimeSpan.Zero).AddDays(-2);
        var high = low.AddDays(4);
        var before = _zone.GetUtcOffset(low);
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low.AddSeconds(Math.Floor((high - low).TotalSeconds / 2));
            (low, high) = _zone.GetUtcOffset(middle) == before ? (middle, high) : (low, middle);
        }

        return high;
    }

    private bool IsDay(DateOnly day)
    {
        var (anyDate, anyWeekday) = (_dayOfMonth is "*" or "?", _dayOfWeek is "*" or "?");
        var byDate = _dayOfMonth.Split(',').Any(item => IsDate(item, day));
        var byWeekday = _dayOfWeek.Split(',').Any(item => IsWeekday(item, day));
        return (anyDate, anyWeekday) switch
        {
            (true, true) => true,
            (true, false) => byWeekday,
            (false, true) => byDate,
            _ => byDate || byWeekday,
        };
    }

    private static bool IsDate(string item, DateOnly day)
    {
        var last = DateTime.DaysInMonth(day.Year, day.Month);
        if (item.Contains('L', StringComparison.Ordinal) || item.EndsWith('W'))
        {
            var nearest = item.EndsWith('W');
            var bare = nearest ? item[..^1] : item;
            var date = bare == "L" ? last : bare.StartsWith("L-", StringComparison.Ordinal) ? last - Number(bare[2..]) : Number(bare);

            // Where a month is shorter, the nearest weekday is that to its last day.
            return date >= 1 && day.Day == (nearest ? Workday(day, Math.Min(date, last), last) : date);
        }

        return item is not "?" && Numbers(item, 1, 31, "").Contains(day.Day);
    }

    /// <summary>The Monday to Friday nearest to a date, in the same month.</summary>
    private static int Workday(DateOnly month, int date, int last) => new DateOnly(month.Year, month.Month, date).DayOfWeek switch
    {
        DayOfWeek.Saturday => date == 1 ? 3 : date - 1,
        DayOfWeek.Sunday => date == last ? date - 2 : date + 1,
        _ => date,
    };

    private bool IsWeekday(string item, DateOnly day)
    {
        // 0 is Sunday here, as in DayOfWeek.
        var today = (int)day.DayOfWeek;
        if (item.Contains('#', StringComparison.Ordinal))
        {
            var parts = item.Split('#');
            return today == Weekday(parts[0]) && ((day.Day - 1) / 7) + 1 == Number(parts[1]);
        }

        if (item.Length > 1 && item.EndsWith('L'))
        {
            return today == Weekday(item[..^1]) && day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month);
        }

        if (item is "L" or "?")
        {
            return item == "L" && today == 6;
        }

        var numbers = _isCrontab ? Numbers(item, 0, 6, Days) : [.. Numbers(item, 1, 7, Days).Select(number => number - 1)];
        return numbers.Any(number => number % 7 == today);
    }

    private int Weekday(string text) =>
        Days.Contains(text, StringComparison.Ordinal) ? Array.IndexOf(Days.Split(' '), text) : _isCrontab ? Number(text) % 7 : Number(text) - 1;

    /// <summary>The numbers of a field. A range that runs backwards goes round.</summary>
    private static int[] Numbers(string field, int min, int max, string names)
    {
        var numbers = new SortedSet<int>();
        foreach (var item in field.Split(','))
        {
            var parts = item.Split('/');
            var ends = parts[0] is "*" or "?" ? [] : parts[0].Split('-');
            var from = ends.Length == 0 ? min : Value(ends[0], min, names);
            var to = ends.Length == 2 ? Value(ends[1], min, names) : ends.Length == 0 || parts.Length == 2 ? max : from;
            var step = parts.Length == 2 ? Number(parts[1]) : 1;
            for (var number = from; number <= (to < from ? to + max - min + 1 : to); number += step)
            {
                numbers.Add(number > max ? number - (max - min + 1) : number);
            }
        }

        return [.. numbers];
    }

    private static int Value(string text, int min, string names) =>
        names.Length > 0 && Array.IndexOf(names.Split(' '), text) is >= 0 and var index ? index + min : Number(text);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
