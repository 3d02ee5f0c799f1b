using System.Text.Json;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Options;

namespace Orcheo.UnitTests.Hosting.Redaction;

/// <summary>What looks like personal data, and what only looks a little like it.</summary>
public sealed class PersonalDataMaskTests
{
    private static readonly PersonalDataMask Mask = new([]);

    [Theory]
    [InlineData("Write to ada.lovelace+news@mail.example.org.", "Write to [email].")]
    [InlineData("mailto:ada@example.org?subject=x", "mailto:[email]?subject=x")]
    [InlineData("Call +49 (0)30 1234-5678 now", "Call [phone] now")]
    [InlineData("Call +14155552671!", "Call [phone]!")]
    [InlineData("0049 30 12345678", "[phone]")]
    [InlineData("(415) 555-2671", "[phone]")]
    [InlineData("card 4111 1111 1111 1111, exp 12/29", "card [card], exp 12/29")]
    [InlineData("5500-0000-0000-0004", "[card]")]
    [InlineData("4111 1111 1111 1111 123", "[card] 123")]
    [InlineData("no 17 4111-1111-1111-1111", "no 17 [card]")]
    [InlineData("DE89 3704 0044 0532 0130 00 PLEASE", "[iban] PLEASE")]
    [InlineData("378282246310005", "[card]")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [iban] please")]
    [InlineData("GB82WEST12345698765432", "[iban]")]
    [InlineData("from 203.0.113.42:8080", "from [ip]:8080")]
    [InlineData("2001:db8::8a2e:370:7334 and ::1", "[ip] and [ip]")]
    [InlineData("a@b.io, c@d.io", "[email], [email]")]
    public void It_is_masked(string text, string masked) => Assert.Equal(masked, Mask.Apply(text));

    [Theory]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("DE88370400440532013000")]
    [InlineData("version 1.2.3 and 999.1.1.1")]
    [InlineData("2026-01-31T09:15:00.000Z")]
    [InlineData("2026-01-31")]
    [InlineData("12:30 or 10:20:30")]
    [InlineData("exe_01jdc0m3t8w5r4v9x2k7q6n1cd")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("1769850900000 ms")]
    [InlineData("a @ b, std::string")]
    [InlineData("10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30")]
    [InlineData("0000 0000 0000 0000")]
    public void It_is_left(string text) => Assert.Same(text, Mask.Apply(text));

    [Fact]
    public void Strings_at_any_depth_are_masked_and_numbers_stay()
    {
        var value = JsonElement.Parse("""{"to":["x@example.org",{"a":1769850900000}],"n":5}""");
        Assert.Equal("""{"to":["[email]",{"a":1769850900000}],"n":5}""", Mask.Redact(value).GetRawText());
    }

    [Fact]
    public void Own_patterns_come_first_and_masking_can_be_off()
    {
        var options = new PersonalDataOptions { Patterns = [new PersonalDataPattern { Name = "customer", Regex = "C-[0-9]{6}" }] };
        Assert.Equal("[customer] of [email]", new PersonalDataMasks(options).Apply(true, "C-123456 of x@example.org"));
        Assert.Equal("x@example.org", new PersonalDataMasks(options).Apply(false, "x@example.org"));
        Assert.Equal("x@example.org", new PersonalDataMasks(new PersonalDataOptions { Mask = false }).Apply(true, "x@example.org"));
    }

    [Theory]
    [InlineData("", "x", "Orcheo__PersonalData__Patterns__0__Name")]
    [InlineData("n", "(", "Orcheo__PersonalData__Patterns__0__Regex")]
    [InlineData("n", "(?=a)b", "Orcheo__PersonalData__Patterns__0__Regex")]
    [InlineData("number", "", "Orcheo__PersonalData__Patterns__0__Regex")]
    public void A_pattern_that_cannot_be_used_is_told(string name, string regex, string setting)
    {
        var options = new PersonalDataOptions { Patterns = [new PersonalDataPattern { Name = name, Regex = regex }] };
        Assert.Contains(setting, Assert.Throws<OptionsException>(options.Validate).Message, StringComparison.Ordinal);
    }
}
