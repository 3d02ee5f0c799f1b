using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Agents;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.UnitTests.Hosting.Agents;

/// <summary>What is shown of an answer while it is written: whole words, a little late, without personal data.</summary>
public sealed class LiveTextTests
{
    private readonly Shown _shown = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(500)]
    public void However_it_is_cut_into_pieces_the_same_text_is_shown(int size)
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 80)) + " write to ada@example.org or call +49 30 1234 5678 about card 4111 1111 1111 1111 now " + new string('x', 200) + " end";
        var live = new LiveText(_shown, new PersonalDataMask([]), 2);
        for (var at = 0; at < text.Length; at += size)
        {
            live.Show(EventTypes.LlmDelta, JsonSerializer.SerializeToElement(new { text = text[at..Math.Min(text.Length, at + size)] }));
        }

        live.Flush();
        live.Flush();
        Assert.Equal(
            text.Replace("ada@example.org", "[email]", StringComparison.Ordinal).Replace("+49 30 1234 5678", "[phone]", StringComparison.Ordinal).Replace("4111 1111 1111 1111", "[card]", StringComparison.Ordinal),
            string.Concat(_shown.Texts));
        Assert.True(size > 100 || _shown.Texts.Count > 3);
    }

    [Fact]
    public void An_answer_that_is_written_anew_forgets_what_was_held_back()
    {
        var live = new LiveText(_shown, null, 1);
        live.Show(EventTypes.LlmDelta, JsonSerializer.SerializeToElement(new { text = "never shown" }));
        live.Restart();
        live.Show(EventTypes.LlmDelta, JsonSerializer.SerializeToElement(new { text = "shown" }));
        live.Flush();
        Assert.Equal(["shown"], _shown.Texts);
    }

    private sealed class Shown : INodeLive
    {
        public List<string> Texts { get; } = [];

        public bool IsWatched => true;

        public void Show(string type, JsonElement payload) => Texts.Add(payload.GetProperty("text").GetString()!);
    }
}
