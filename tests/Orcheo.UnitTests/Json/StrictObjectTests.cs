using System.Globalization;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.UnitTests.Json;

public sealed class StrictObjectTests
{
    private readonly JsonFaults _faults = new();

    [Fact]
    public void Reads_what_is_there_and_null_for_what_is_not()
    {
        var body = Parse("""
            {"text":"t","id":"a-B_1","number":1.5,"integer":2.0,"yes":true,"no":false,"word":"one","time":"2026-01-31T10:15:00+01:00",
             "any":null,"free":{"x":1},"object":{"inner":1},"array":[1,"a"],"texts":["a"],"nothing":null}
            """);

        Assert.Equal("t", body.Text("text"));
        Assert.Equal("a-B_1", body.Id("id"));
        Assert.Equal(1.5, body.Number("number", 0, 2));
        Assert.Equal(2, body.Integer("integer", 0, 2));
        Assert.True(body.Boolean("yes"));
        Assert.False(body.Boolean("no"));
        Assert.Equal("one", body.Choice("word", ["one", "two"]));
        Assert.Equal(DateTimeOffset.Parse("2026-01-31T09:15:00Z", CultureInfo.InvariantCulture), body.Time("time"));
        Assert.Equal(JsonValueKind.Null, body.Any("any")!.Value.ValueKind);
        Assert.Equal("""{"x":1}""", body.FreeObject("free")!.Value.GetRawText());
        Assert.Equal(1, body.Object("object")!.Integer("inner", 0, 9));
        Assert.Equal(["/array/0", "/array/1"], body.Array("array")!.Select(item => item.Pointer));
        Assert.Equal(["a"], body.Texts("texts"));
        Assert.True(body.Has("nothing"));
        Assert.Null(body.Text("nothing"));
        Assert.Null(body.Number("nothing", 0, 1));
        Assert.Null(body.Boolean("nothing"));
        Assert.Null(body.Time("nothing"));
        Assert.Null(body.Any("absent"));
        Assert.Null(body.Object("absent"));
        Assert.Null(body.Texts("absent"));
        Assert.Null(body.Choice("absent", []));
        body.Close();
        Assert.False(_faults.Any);
        _faults.ThrowIfAny();
    }

    [Theory]
    [InlineData("1", ErrorCodes.WrongType)]
    [InlineData("null", ErrorCodes.WrongType)]
    [InlineData("{}", ErrorCodes.WrongType)]
    public void Required_members_take_no_other_type(string value, string code)
    {
        var body = Parse($$"""{"x":{{value}}}""");

        Assert.Null(body.Text("x", required: true));
        Assert.Null(body.Id("x"));
        Assert.Null(body.Time("x", required: true));
        Assert.Equal([code, code, code], _faults.Errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData("\"2026-01-31T09:15:00\"")]
    [InlineData("\"2026-01-31\"")]
    [InlineData("\"tomorrow\"")]
    public void A_time_needs_an_offset(string value)
    {
        Assert.Null(Parse($$"""{"x":{{value}}}""").Time("x"));
        Assert.Equal(ErrorCodes.ValueOutOfRange, Assert.Single(_faults.Errors).Code);
    }

    [Fact]
    public void Missing_members_are_named_where_they_should_be()
    {
        var body = Parse("""{"o":{}}""").Object("o")!;

        Assert.Null(body.Text("a", required: true));
        Assert.Null(body.Number("b", 0, 1, required: true));
        Assert.Null(body.Integer("c", 0, 1, required: true));
        Assert.Null(body.Boolean("d", required: true));
        Assert.Null(body.Any("e", required: true));
        Assert.Null(body.Array("f", required: true));
        Assert.All(_faults.Errors, error => Assert.Equal(ErrorCodes.MissingMember, error.Code));
        Assert.Equal(["/o/a", "/o/b", "/o/c", "/o/d", "/o/e", "/o/f"], _faults.Errors.Select(error => error.Pointer));
        Assert.Equal(ErrorCodes.ValidationFailed, Assert.Throws<OrcheoException>(_faults.ThrowIfAny).Code);
    }

    [Fact]
    public void Ranges_are_told_in_words()
    {
        var body = Parse("""{"n":-1,"z":0,"i":1.5,"w":"onn","t":"ab","b":"  "}""");

        Assert.Null(body.Number("n", 0, 10));
        Assert.Null(body.Number("z", 0, 10, aboveMin: true));
        Assert.Null(body.Integer("i", 1, 10));
        Assert.Null(body.Choice("w", ["one", "two"]));
        Assert.Null(body.Text("t", minLength: 3, maxLength: 4));
        Assert.Null(body.Name("b", required: true, 10));
        Assert.Equal(
            [
                "Must be a number from 0 to 10.",
                "Must be a number above 0 and at most 10.",
                "Must be a whole number from 1 to 10.",
                "Must be one of one, two (did you mean 'one'?).",
                "Must be 3 to 4 characters long.",
                "Must not be white space only.",
            ],
            _faults.Errors.Select(error => error.Message));
    }

    [Fact]
    public void A_single_fault_keeps_its_code_as_an_exception()
    {
        Parse("""{"x":1}""").Close();

        var exception = Assert.Throws<OrcheoException>(_faults.ThrowIfAny);

        Assert.Equal(ErrorCodes.UnknownMember, exception.Code);
        Assert.Equal("/x", Assert.Single(exception.Errors).Pointer);
    }

    [Fact]
    public void Ignored_members_are_not_unknown()
    {
        var body = Parse("""{"id":1,"version":2}""");
        body.Ignore("id", "version");
        body.Close();
        Assert.False(_faults.Any);
    }

    [Fact]
    public void A_body_full_of_faults_is_not_answered_with_all_of_them()
    {
        Parse($"{{{string.Join(',', Enumerable.Range(0, 2_000).Select(index => $"\"m{index}\":1"))}}}").Close();

        Assert.Equal(JsonFaults.MaxCount, _faults.Errors.Count);
    }

    [Fact]
    public void A_byte_order_mark_is_ignored_and_invalid_utf8_is_not()
    {
        Assert.NotNull(StrictJson.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'1' }, _faults));
        Assert.False(_faults.Any);
        Assert.Null(StrictJson.Parse(new byte[] { (byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']' }, _faults));
        Assert.Null(StrictJson.Parse("{\"\\udc00\":1}"u8.ToArray(), _faults));
        Assert.Equal(
            [(ErrorCodes.MalformedJson, "/0"), (ErrorCodes.MalformedJson, string.Empty)],
            _faults.Errors.Select(error => (error.Code, error.Pointer)));
    }

    [Fact]
    public void The_greatest_depth_is_read_and_one_more_is_not()
    {
        Assert.NotNull(StrictJson.Parse(Nested(StrictJson.MaxDepth), _faults));
        Assert.False(_faults.Any);
        Assert.Null(StrictJson.Parse(Nested(StrictJson.MaxDepth + 1), _faults));
        Assert.Null(StrictJson.Parse(Nested(200_000), _faults));
        Assert.All(_faults.Errors, error => Assert.Equal(ErrorCodes.TooDeep, error.Code));

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
    }

    [Fact]
    public void Pointers_escape_what_rfc_6901_reserves() =>
        Assert.Equal("/a~1b~0c/3", JsonPointer.Append(JsonPointer.Append(string.Empty, "a/b~c"), 3));

    private StrictObject Parse(string text) => StrictObject.Parse(Encoding.UTF8.GetBytes(text), _faults)!;
}
