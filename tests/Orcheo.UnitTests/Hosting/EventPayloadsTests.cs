using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Hosting.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class EventPayloadsTests
{
    private const int Limit = EventPayloads.MaxOutputBytes;
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 15, 0, TimeSpan.Zero);

    [Fact]
    public void An_output_of_the_limit_is_whole()
    {
        var output = Text(new string('x', Limit - 2));
        var payload = EventPayloads.NodeEnd(Now, "n", Succeeded(output), TimeSpan.FromMilliseconds(12.7), 2).Payload;

        Assert.True(JsonElement.DeepEquals(output, payload.GetProperty("output")));
        Assert.False(payload.TryGetProperty("truncated", out _));
        Assert.Equal((12, 2, "succeeded"), (
            payload.GetProperty("duration_ms").GetInt32(), payload.GetProperty("attempt").GetInt32(), payload.GetProperty("status").GetString()));
    }

    [Fact]
    public void A_byte_more_is_cut_and_says_so()
    {
        var payload = EventPayloads.NodeEnd(Now, "n", Succeeded(Text(new string('x', Limit - 1))), TimeSpan.Zero, 1).Payload;

        // What is left is the beginning of the JSON text: its quotation mark counts.
        Assert.Equal("\"" + new string('x', Limit - 1), payload.GetProperty("output").GetString());
        Assert.True(payload.GetProperty("truncated").GetBoolean());
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public void The_cut_never_splits_a_character(string character)
    {
        // Whatever the offset, so that the cut meets every byte of the character.
        for (var offset = 0; offset < Encoding.UTF8.GetByteCount(character); offset++)
        {
            var text = new string('x', offset) + string.Concat(Enumerable.Repeat(character, Limit));
            var raw = JsonElement.Parse($"\"{text}\"");
            var cut = EventPayloads.StateChange(Now, "n", raw).Payload.GetProperty("patch").GetString()!;

            Assert.DoesNotContain('\uFFFD', cut);
            Assert.StartsWith(cut, $"\"{text}", StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(cut), Limit - 3, Limit);
        }
    }

    [Fact]
    public void An_output_that_was_never_set_is_null() =>
        Assert.Equal(JsonValueKind.Null, EventPayloads.ExecutionEnd(Now, ExecutionStatus.Succeeded, default, null).Payload.GetProperty("output").ValueKind);

    [Fact]
    public void A_clock_that_went_back_gives_no_negative_duration() =>
        Assert.Equal(0, EventPayloads.NodeEnd(Now, "n", Succeeded(Text("x")), TimeSpan.FromSeconds(-1), 1).Payload.GetProperty("duration_ms").GetInt32());

    [Fact]
    public void A_failure_carries_code_message_attempt_and_details()
    {
        var error = new RunError("ORC3003", "no", "n", Details: JsonElement.Parse("""{"status":503}"""));
        var retried = EventPayloads.AttemptFailed(Now, "n", error, 1, TimeSpan.FromSeconds(1.5));
        Assert.Equal(
            """{"code":"ORC3003","message":"no","attempt":1,"retry_in_ms":1500,"details":{"status":503}}""", retried.Payload.GetRawText());
        Assert.Equal((EventTypes.Error, "n"), (retried.Type, retried.NodeId));
        Assert.Equal("""{"code":"ORC5000","message":"gone"}""", EventPayloads.ExecutionFailed(Now, new RunError("ORC5000", "gone")).Payload.GetRawText());
        Assert.Equal(
            """{"status":"failed","output":null,"error":{"code":"ORC3003","message":"no","node_id":"n","details":{"status":503}}}""",
            EventPayloads.ExecutionEnd(Now, ExecutionStatus.Failed, JsonElement.Parse("null"), error).Payload.GetRawText());
    }

    [Fact]
    public void A_log_line_has_its_fields_where_there_are_some()
    {
        Assert.Equal(
            """{"level":"info","message":"hé","fields":{"a":[1]}}""",
            EventPayloads.Log(Now, "n", "info", "hé", JsonElement.Parse("""{"a":[1]}""")).Payload.GetRawText());
        Assert.Equal("""{"level":"info","message":"m"}""", EventPayloads.Log(Now, "n", "info", "m", null).Payload.GetRawText());
    }

    [Fact]
    public void Start_and_skip_name_the_node()
    {
        Assert.Equal("""{"type":"delay"}""", EventPayloads.NodeStart(Now, "n", "delay").Payload.GetRawText());
        Assert.Equal(("{}", "n"), (EventPayloads.NodeSkipped(Now, "n").Payload.GetRawText(), EventPayloads.NodeSkipped(Now, "n").NodeId));
    }

    private static NodeOutcome Succeeded(JsonElement output) => new() { Succeeded = true, Output = output };

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);
}
