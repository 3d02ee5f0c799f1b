using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Local;

public sealed partial class ApiReferenceTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_reference_is_served_without_a_key_from_this_host_alone()
    {
        using var http = new HttpClient { BaseAddress = Stack.Address };
        using var answer = await http.GetAsync(new Uri("/docs", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((200, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("api/openapi.json", page, StringComparison.Ordinal);
        Assert.Empty(OtherHosts().Matches(page).Select(match => match.Value));
        var scripts = ScriptSources().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(answer.RequestMessage!.RequestUri!, script));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
            using var served = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True(served.IsSuccessStatusCode, $"{script} -> {(int)served.StatusCode}");
        }
    }

    [GeneratedRegex("""(?:src|href)\s*=\s*["'](?:https?:)?//[^"']*""")]
    private static partial Regex OtherHosts();

    [GeneratedRegex("""<script[^>]*\ssrc\s*=\s*["']([^"']+)["']""")]
    private static partial Regex ScriptSources();
}
