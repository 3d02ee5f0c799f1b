using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI.Chat;
using Orcheo.Core.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>A step's request as the OpenAI library takes it.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">Everything else.</param>
internal sealed record ModelRequest(IReadOnlyList<ChatMessage> Messages, ChatCompletionOptions Options)
{
    /// <summary>The request of a step, whose messages and tools are in their wire shape already.</summary>
    /// <param name="step"><c>{model, messages, tools?, temperature?, max_tokens?, output_schema?}</c>.</param>
    /// <param name="schemaMode">Whether the server is told the schema of the answer, rather than the model.</param>
    /// <param name="openAi">Whether the server knows the newest names of parameters.</param>
    public static ModelRequest Of(JsonElement step, bool schemaMode, bool openAi)
    {
        var messages = step.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText()).ToList();
        if (!schemaMode && step.TryGetProperty("output_schema", out var asked))
        {
            messages.Insert(0, Instruction(asked));
        }

        return new ModelRequest(
            [.. messages.Select(message => ModelReaderWriter.Read<ChatMessage>(BinaryData.FromString(message))!)],
            ModelReaderWriter.Read<ChatCompletionOptions>(BinaryData.FromString(OptionsOf(step, schemaMode, openAi).ToJsonString(OrcheoJson.Options)))!);
    }

    private static JsonObject OptionsOf(JsonElement step, bool schemaMode, bool openAi)
    {
        var options = new JsonObject();
        if (step.TryGetProperty("temperature", out var temperature))
        {
            options["temperature"] = JsonNode.Parse(temperature.GetRawText());
        }

        if (step.TryGetProperty("max_tokens", out var limit))
        {
            options["max_completion_tokens"] = limit.GetInt64();
            if (!openAi)
            {
                options["max_tokens"] = limit.GetInt64();
            }
        }

        if (step.TryGetProperty("tools", out var tools))
        {
            options["tools"] = JsonNode.Parse(tools.GetRawText());
        }

        if (schemaMode && step.TryGetProperty("output_schema", out var schema))
        {
            options["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject
                {
                    ["name"] = "answer",
                    ["strict"] = StrictSchema.Fits(schema),
                    ["schema"] = JsonNode.Parse(schema.GetRawText()),
                },
            };
        }

        return options;
    }

    private static string Instruction(JsonElement schema) => new JsonObject
    {
        ["role"] = "system",
        ["content"] = $"Your final answer must be one JSON value that this JSON Schema allows, and nothing else: no explanation, no code fence.\n{schema.GetRawText()}",
    }.ToJsonString(OrcheoJson.Options);
}
