using System.Text.Json;
using CsCheck;
using Microsoft.DurableTask.Converters;
using Orcheo.Core.Json;

namespace Orcheo.UnitTests.Json;

public sealed class MessageSizeTests
{
    [Fact]
    public void No_text_takes_more_characters_in_a_message_than_is_said_and_few_take_less() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char[' ', '~'], Gen.Const('"'), Gen.Const('\\'), Gen.Const('<'), Gen.Const('ü')), 0, 200].Sample(text =>
        {
            var whole = text.Where(character => !char.IsSurrogate(character)).ToArray();
            foreach (var options in (JsonSerializerOptions[])[OrcheoJson.Options, JsonSerializerOptions.Default])
            {
                var value = JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(new { a = new string(whole), b = new[] { 1.5, 2 } }, options));
                var taken = JsonDataConverter.Default.Serialize(value)!.Length;
                Assert.InRange(MessageSize.Of(value), taken, Math.Max(taken, (3 * taken / 2) + 8));
                Assert.True(MessageSize.Fits(value, MessageSize.Of(value)));
                Assert.False(MessageSize.Fits(value, taken - 1));
            }

            Assert.True(MessageSize.Of(new string(whole)) >= JsonDataConverter.Default.Serialize(new string(whole))!.Length);
        });

    [Fact]
    public void A_pair_of_surrogates_takes_two_escapes()
    {
        var value = JsonElement.Parse("\"\U0001F600\"");
        Assert.Equal(14, MessageSize.Of(value));
        Assert.Equal(14, JsonDataConverter.Default.Serialize(value)!.Length);
    }

    [Fact]
    public void What_is_not_there_takes_almost_nothing()
    {
        Assert.Equal((4, 0, 0, 2), (MessageSize.Of(default(JsonElement)), MessageSize.Of((JsonElement?)null), MessageSize.Of((string?)null), MessageSize.Of((IReadOnlyList<string>?)null)));
        Assert.True(MessageSize.Fits(default, 0));
    }
}
