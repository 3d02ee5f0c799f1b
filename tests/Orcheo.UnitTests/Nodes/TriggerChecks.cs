using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes;

/// <summary>What holds for every trigger node.</summary>
internal static class TriggerChecks
{
    public static async Task PutsOutWhatStartedTheRunAsync(string type)
    {
        var result = await NodeTesting.RunAsync(type, "{}", JsonElement.Parse("""{"order":7}"""));

        Assert.Equal("""{"order":7}""", result.Output.GetRawText());
        Assert.Null(result.Handle);
        Assert.Equal(JsonValueKind.Null, (await NodeTesting.RunAsync(type, "{}")).Output.ValueKind);
        Assert.Equal(ErrorCodes.RenderedConfigInvalid, (await NodeTesting.FailAsync(type, """{"x":1}""")).Code);
    }
}
