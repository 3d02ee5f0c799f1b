using System.Text.Json;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

/// <summary>A scope like those of an execution, and short ways to evaluate on it.</summary>
internal static class Scopes
{
    public static readonly JsonElement Sample = JsonElement.Parse(
        """
        {
          "state": { "count": 3, "name": "Ada", "list": [3, 1, 2], "nothing": null, "flag": true, "zero": 0, "empty": "", "constructor": "data" },
          "input": { "n": 41, "text": "a-b-c", "deep": { "a": { "b": [10, { "c": "found" }] } }, "emoji": "a😀b", "big": 12345678901234567890 },
          "trigger": { "body": { "kind": "push" } },
          "nodes": {
            "fetch": { "status": "succeeded", "output": { "status": 200, "items": [ { "id": 1, "tags": ["x", "y"] }, { "id": 2, "tags": [] } ] } },
            "my-id": { "output": 7 },
            "failed": { "status": "failed", "output": null, "error": { "code": "ORC3003", "message": "no" } }
          },
          "execution": { "id": "exe_1" },
          "item": { "id": 5 }
        }
        """);

    public static string Evaluate(string source) => Expression.Parse(source).Evaluate(Sample).GetRawText();

    public static string EvaluateByScript(string source) => Expression.Parse(source).EvaluateScript(Sample).GetRawText();

    public static ExpressionException Fails(string source) =>
        Assert.Throws<ExpressionException>(() => Expression.Parse(source).Evaluate(Sample));

    public static ExpressionException Refused(string source) => Assert.Throws<ExpressionException>(() => Expression.Parse(source));
}
