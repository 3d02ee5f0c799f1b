using System.Net;
using System.Text.Json;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Assertions on RFC 9457 problem documents.</summary>
internal static class ProblemAssertions
{
    /// <summary>Asserts that the answer is a problem document with this status and one of its codes.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="status">The status that it must have.</param>
    /// <param name="code">The code of the document, or of a fault that it lists.</param>
    /// <param name="pointer">Where a fault with that code must lie.</param>
    /// <returns>The document.</returns>
    public static JsonElement ExpectProblem(this Exchange exchange, HttpStatusCode status, string? code = null, string? pointer = null)
    {
        exchange.Expect(status);
        Assert.Equal("application/problem+json", exchange.MediaType);
        var problem = exchange.Json;
        Assert.Equal((int)status, problem.Number("status"));
        Assert.Matches("^ORC[0-9]{4}$", problem.Text("code"));
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("type"));
        Assert.NotEmpty(problem.Text("trace_id"));
        if (code is not null)
        {
            var found = problem.Text("code") == code && pointer is null;
            Assert.True(found || Faults(problem).Any(fault => Matches(fault, code, pointer)), $"No {code} at '{pointer}' in {exchange}");
        }

        return problem;
    }

    /// <summary>Asserts that one of the faults has this code and lies there.</summary>
    public static JsonElement ExpectFault(this IEnumerable<JsonElement> faults, string code, string? pointer = null)
    {
        var all = faults.ToList();
        var match = all.Where(fault => Matches(fault, code, pointer)).ToList();
        Assert.True(match.Count > 0, $"No {code} at '{pointer}' in [{string.Join(", ", all)}]");
        Assert.NotEmpty(match[0].Text("message"));
        return match[0];
    }

    /// <summary>The faults that a problem document lists.</summary>
    public static IReadOnlyList<JsonElement> Faults(this JsonElement problem) =>
        problem.Has("errors") ? [.. problem.Member("errors").EnumerateArray()] : [];

    private static bool Matches(JsonElement fault, string code, string? pointer) =>
        fault.Text("code") == code && (pointer is null || fault.Text("pointer") == pointer);
}
