using CsCheck;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Triggers;
using Quartz;

namespace Orcheo.UnitTests.Hosting.Triggers;

public sealed class CronScheduleTests
{
    public static TheoryData<string> Expressions => [.. CronTable.Rows.Select(row => row.Cron)];

    /// <summary>Both changes of the clock in each: at 2:00, at 3:00 down under, by half an hour, and one at midnight.</summary>
    public static TheoryData<string> Zones => ["America/New_York", "Europe/Berlin", "Pacific/Auckland", "Australia/Lord_Howe", "America/Santiago"];

    [Fact]
    public void The_table_has_sixty_expressions_at_least() => Assert.True(CronTable.Rows.Select(row => row.Cron).Distinct().Count() >= 60);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void The_next_five_times_are_those_of_the_table_of_Quartz_and_of_the_oracle(string cron)
    {
        var expected = CronTable.Rows.Single(row => row.Cron == cron).Times;

        Assert.Equal(expected, CronSchedule.Parse(cron, "UTC").After(CronTable.Start).Take(5));
        Assert.Equal(expected, ByQuartz(cron).Take(5));
        if (cron[0] != '@')
        {
            Assert.Equal(expected, new CronOracle(cron, TimeZoneInfo.Utc).After(CronTable.Start, 9000).Take(5));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Over_a_year_every_time_is_the_oracles_through_both_changes_of_the_clock(string timezone)
    {
        string[] crons =
        [
            "0 30 2 * * ?", "0 0 0 * * ?", "0 30 1 * * ?", "0 0,15,45 1,2,3 * * ?", "0 0 * * * ?", "0 */20 * * * ?", "0 15 0-4 * * ?", "0 0 */2 * * ?",
            "30 2 * * *", "*/30 1-3 * * 0", "0 30 0,23 L * ?", "15 30 1 ? * SUN#1",
        ];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timezone);
        var (from, to) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.True(zone.GetAdjustmentRules().Length > 0);
        foreach (var cron in crons)
        {
            Assert.Equal(
                new CronOracle(cron, zone).After(from, 370).TakeWhile(time => time < to),
                CronSchedule.Parse(cron, timezone).After(from).TakeWhile(time => time < to));
        }
    }

    [Fact]
    public void In_spring_times_in_the_gap_fire_once_together_at_its_end()
    {
        var gap = new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero); // 02:00 becomes 03:00 in Berlin.
        var before = gap.AddHours(-6);

        Assert.Equal([gap, gap.AddHours(23.5)], CronSchedule.Parse("0 30 2 * * ?", "Europe/Berlin").After(before).Take(2));
        Assert.Equal([gap, gap.AddHours(23)], CronSchedule.Parse("0 0,20,40 2 * * ?", "Europe/Berlin").After(before).Take(2));
        Assert.Equal([gap.AddHours(-1), gap, gap.AddHours(1)], CronSchedule.Parse("0 0 * * * ?", "Europe/Berlin").After(gap.AddHours(-1.5)).Take(3));
    }

    [Fact]
    public void In_autumn_a_fixed_time_fires_once_and_a_schedule_by_the_hour_goes_on()
    {
        var first = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero); // 02:30 comes twice in Berlin, at 00:30 and 01:30 UTC.
        var fixedTime = CronSchedule.Parse("0 30 2 * * ?", "Europe/Berlin");

        Assert.Equal([first, first.AddHours(25)], fixedTime.After(first.AddHours(-2)).Take(2));
        Assert.All(
            (double[])[0, 0.01, 15, 29, 30, 45, 59.99, 60, 75],
            minutes => Assert.Equal(first.AddHours(25), fixedTime.Next(first.AddMinutes(minutes))));
        Assert.Equal([first, first.AddHours(1), first.AddHours(2)], CronSchedule.Parse("0 30 * * * ?", "Europe/Berlin").After(first.AddMinutes(-1)).Take(3));
    }

    [Fact]
    public void Random_schedules_agree_with_the_oracle_whatever_the_moment_asked_for()
    {
        var moments = Gen.Int[0, 366 * 86400].Select(second => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(second));
        Gen.Select(Cron, OneOf([.. Zones.Select(row => row.Data)]), moments).Sample(
            (cron, timezone, moment) =>
            {
                var expected = new CronOracle(cron, TimeZoneInfo.FindSystemTimeZoneById(timezone)).After(moment, 800).Take(3).ToList();
                var actual = CronSchedule.Parse(cron, timezone).After(moment).Take(3).ToList();
                Assert.Equal(expected, actual.Take(expected.Count));
            },
            iter: 400);
    }

    [Fact]
    public void Around_the_changes_of_the_clock_random_schedules_agree_with_the_oracle_too()
    {
        var changes = new Dictionary<string, string[]>
        {
            ["America/New_York"] = ["2026-03-08T07:00Z", "2026-11-01T06:00Z"],
            ["Europe/Berlin"] = ["2026-03-29T01:00Z", "2026-10-25T01:00Z"],
            ["Pacific/Auckland"] = ["2026-04-04T14:00Z", "2026-09-26T14:00Z"],
            ["Australia/Lord_Howe"] = ["2026-04-04T15:00Z", "2026-10-03T15:30Z"],
            ["America/Santiago"] = ["2026-04-05T03:00Z", "2026-09-06T04:00Z"],
        };
        var places = changes.SelectMany(zone => zone.Value.Select(change => (zone.Key, DateTimeOffset.Parse(change, System.Globalization.CultureInfo.InvariantCulture)))).ToArray();
        var daily = Gen.Select(Field(0, 59), Field(0, 59), Field(0, 4)).Select(field => $"{field.Item1} {field.Item2} {field.Item3} * * ?");
        Gen.Select(daily, OneOf(places), Gen.Int[-7200, 7200]).Sample(
            (cron, place, seconds) =>
            {
                var moment = place.Item2.AddSeconds(seconds);
                var until = moment.AddDays(2);
                var expected = new CronOracle(cron, TimeZoneInfo.FindSystemTimeZoneById(place.Key)).After(moment, 4).TakeWhile(time => time < until).Take(40);
                Assert.Equal(expected, CronSchedule.Parse(cron, place.Key).After(moment).TakeWhile(time => time < until).Take(40));
            },
            iter: 500);
    }

    [Theory]
    [InlineData("61 0 0 * * ?", "'seconds' ('61')")]
    [InlineData("0 60 0 * * ?", "'minutes' ('60')")]
    [InlineData("0 0 24 * * ?", "'hours' ('24')")]
    [InlineData("0 0 0 32 * ?", "'day of month' ('32')")]
    [InlineData("0 0 0 1-, * ?", "'day of month' ('1-,')")]
    [InlineData("0 0 0 , * ?", "'day of month' (',')")]
    [InlineData("0 0 0 1,,2 * ?", "'day of month' ('1,,2')")]
    [InlineData("0 0 0 1 13 ?", "'month' ('13')")]
    [InlineData("0 0 0 1 FOO ?", "'month' ('FOO')")]
    [InlineData("0 0 0 ? * 0", "'day of week' ('0')")]
    [InlineData("0 0 0 ? * 8", "'day of week' ('8')")]
    [InlineData("0 0 0 ? * MON#6", "'day of week' ('MON#6')")]
    [InlineData("0 0 0 ? * TUESDAY", "'day of week' ('TUESDAY')")]
    [InlineData("0 0 0 1 1 ? 1969", "'year' ('1969')")]
    [InlineData("a * * * * ?", "'seconds' ('a')")]
    [InlineData("0/0 * * * * ?", "'seconds' ('0/0')")]
    [InlineData("60 * * * *", "'minutes' ('60')")]
    [InlineData("0 24 * * *", "'hours' ('24')")]
    [InlineData("0 12 * * 8", "'day of week' ('8')")]
    [InlineData("0 12 * 0 *", "'month' ('0')")]
    [InlineData("", "0 fields")]
    [InlineData("* * *", "3 fields")]
    [InlineData("0 0 12 * * ? * *", "8 fields")]
    [InlineData("@never", "not valid")]
    [InlineData("0 0 0 $ * ?", "'day of month' ('$')")]
    public void A_fault_names_its_field(string cron, string named)
    {
        var fault = Assert.Throws<OrcheoException>(() => CronSchedule.Parse(cron, "UTC"));

        Assert.Equal((ErrorCodes.InvalidCron, "/cron"), (fault.Code, Assert.Single(fault.Errors).Pointer));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("+02:00")]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("localtime")]
    [InlineData("../zoneinfo/UTC")]
    [InlineData("/etc/passwd")]
    [InlineData("posix/Europe/Berlin")]
    public void Only_IANA_zones_are_known(string timezone)
    {
        var fault = Assert.Throws<OrcheoException>(() => CronSchedule.Parse("0 0 12 * * ?", timezone));

        Assert.Equal((ErrorCodes.ValueOutOfRange, "/timezone"), (fault.Code, Assert.Single(fault.Errors).Pointer));
    }

    [Theory]
    [InlineData("0 0 0 30 2 ?")]
    [InlineData("0 0 0 1 1 ? 2020")]
    public void A_schedule_may_have_no_time_left(string cron) => Assert.Null(CronSchedule.Parse(cron, "UTC").Next(CronTable.Start));

    [Fact]
    public void Whatever_is_sent_is_a_schedule_or_a_fault_with_its_code()
    {
        var text = Gen.String[OneOf([.. " 0123456789*?,-/LW#@MONFRIJAnHx\t".AsEnumerable()]), 0, 24];
        Gen.OneOf(text, Cron.SelectMany(cron => Gen.Select(Gen.Int[0, cron.Length - 1], OneOf([.. "*?,-/LW#0987".AsEnumerable()]), (at, with) => cron[..at] + with + cron[(at + 1)..])))
            .Sample(
                cron =>
                {
                    try
                    {
                        var times = CronSchedule.Parse(cron, "Europe/Berlin").After(CronTable.Start).Take(3).ToList();
                        Assert.Equal(times.Order().Distinct(), times);
                    }
                    catch (OrcheoException fault)
                    {
                        Assert.Equal(ErrorCodes.InvalidCron, fault.Code);
                    }
                },
                iter: 5000);
    }

    private static Gen<string> Cron { get; } = Gen.Select(Field(0, 59), Field(0, 59), Field(0, 23), Day, Month, OneOf("", " 2026-2030", " *"))
        .Select(field => $"{field.Item1} {field.Item2} {field.Item3} {field.Item4.Item1} {field.Item5} {field.Item4.Item2}{field.Item6}");

    private static Gen<(string DayOfMonth, string DayOfWeek)> Day => Gen.OneOf(
        Gen.OneOf(Field(1, 31), OneOf("L", "L-2", "LW", "15W", "1W", "31W", "1,15", "28-31")).Select(date => (date, "?")),
        Gen.OneOf(Field(1, 7), OneOf("MON-FRI", "SAT-MON", "FRIL", "2L", "MON#1", "6#5", "L", "tue,thu")).Select(weekday => ("?", weekday)),
        Gen.Select(Gen.Int[1, 28], Gen.Int[1, 7]).Select(days => ($"{days.Item1}", $"{days.Item2}")));

    private static Gen<string> Month => Gen.OneOf(Gen.Const("*"), Gen.Const("*"), Field(1, 12), OneOf("JAN-MAR", "NOV-FEB", "jun,dec"));

    private static Gen<string> Field(int min, int max) => Gen.OneOf(
        Gen.Const("*"),
        Gen.Int[min, max].Select(value => $"{value}"),
        Gen.Select(Gen.Int[min, max], Gen.Int[min, max]).Select(values => $"{values.Item1},{values.Item2}"),
        Gen.Select(Gen.Int[min, max], Gen.Int[min, max]).Select(values => $"{values.Item1}-{values.Item2}"),
        Gen.Select(Gen.Int[min, max], Gen.Int[1, max]).Select(values => $"{values.Item1}/{values.Item2}"),
        Gen.Int[1, max].Select(step => $"*/{step}"));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static IEnumerable<DateTimeOffset> ByQuartz(string cron)
    {
        var expression = cron.Split(' ').Length == 5 ? CronExpression.Parse(cron, CronFormat.Unix) : CronExpression.Parse(cron);
        expression = expression.WithTimeZone(TimeZoneInfo.Utc);
        for (var next = expression.GetNextValidTimeAfter(CronTable.Start); next is { } time; next = expression.GetNextValidTimeAfter(time))
        {
            yield return time;
        }
    }
}
