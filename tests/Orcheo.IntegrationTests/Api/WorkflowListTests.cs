using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowListTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_list_is_newest_first_and_pages_by_cursor_and_by_number()
    {
        var tag = UniqueName();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await Client.PostAsync("/workflows", Flow.Start().Document($"Number {i}", tag))).Expect(HttpStatusCode.Created).Id);
        }

        var all = (await Client.GetAsync($"/workflows?tag={tag}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(ids, all.Items().Select(item => item.Text("id")));
        Assert.Null(all.NextCursor());
        Assert.Equal(50, all.Number("limit"));
        Assert.Equal(ids, await WalkAsync($"/workflows?tag={tag}&limit=2", pages: 3));
        for (var page = 1; page <= 3; page++)
        {
            var numbered = (await Client.GetAsync($"/workflows?tag={tag}&limit=2&page={page}")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(ids.Skip((page - 1) * 2).Take(2), numbered.Items().Select(item => item.Text("id")));
            Assert.Equal(page, numbered.Number("page"));
            Assert.Equal(2, numbered.Number("limit"));
        }

        Assert.Empty((await Client.GetAsync($"/workflows?tag={tag}&limit=2&page=9")).Expect(HttpStatusCode.OK).Json.Items());
    }

    [Fact]
    public async Task A_walk_by_cursor_is_not_disturbed_by_newer_workflows()
    {
        var tag = UniqueName();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await Client.PostAsync("/workflows", Flow.Start().Document("Old", tag))).Expect(HttpStatusCode.Created).Id);
        }

        var first = (await Client.GetAsync($"/workflows?tag={tag}&limit=2")).Json;
        (await Client.PostAsync("/workflows", Flow.Start().Document("New", tag))).Expect(HttpStatusCode.Created);
        var second = (await Client.GetAsync($"/workflows?tag={tag}&limit=2&cursor={Uri.EscapeDataString(first.NextCursor()!)}")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(ids, first.Items().Concat(second.Items()).Select(item => item.Text("id")));
    }

    [Fact]
    public async Task The_list_is_filtered_by_text_and_by_tag()
    {
        var (mark, tag) = (UniqueName(), UniqueName());
        var named = (await Client.PostAsync("/workflows", Flow.Start().Document($"Has {mark} in it", tag))).Id;
        var described = Flow.Start().Document("Other", tag, "second");
        described["description"] = $"also {mark}";
        var describedId = (await Client.PostAsync("/workflows", described)).Id;
        var neither = (await Client.PostAsync("/workflows", Flow.Start().Document("Neither", tag))).Id;

        Assert.Equal([neither, describedId, named], await IdsAsync($"/workflows?tag={tag}"));
        Assert.Equal([describedId, named], await IdsAsync($"/workflows?q={mark}"));
        Assert.Equal([describedId, named], await IdsAsync($"/workflows?q={mark.ToUpperInvariant()}&tag={tag}"));
        Assert.Equal([describedId], await IdsAsync($"/workflows?q={mark}&tag=second"));
        Assert.Empty(await IdsAsync($"/workflows?tag={tag[..^1]}"));
    }

    [Fact]
    public async Task A_changed_name_and_tag_are_found_and_the_old_ones_no_longer()
    {
        var (before, after) = (UniqueName(), UniqueName());
        var id = (await Client.PostAsync("/workflows", Flow.Start().Document(before, before))).Id;
        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Document(after, after))).Expect(HttpStatusCode.OK);

        Assert.Equal([id], await IdsAsync($"/workflows?tag={after}&q={after}"));
        Assert.Empty(await IdsAsync($"/workflows?tag={before}"));
        Assert.Empty(await IdsAsync($"/workflows?q={before}"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=1.5")]
    [InlineData("page=0")]
    [InlineData("page=-3")]
    [InlineData("page=x")]
    [InlineData("cursor=not-a-cursor")]
    [InlineData("cursor=%00%ff")]
    public async Task A_parameter_that_cannot_be_read_is_refused(string query)
    {
        (await Client.GetAsync($"/workflows?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
        (await Client.GetAsync($"/executions?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    private async Task<IEnumerable<string>> IdsAsync(string path) =>
        (await Client.GetAsync(path)).Expect(HttpStatusCode.OK).Json.Items().Select(item => item.Text("id"));

    private async Task<IReadOnlyList<string>> WalkAsync(string path, int pages)
    {
        var ids = new List<string>();
        var cursor = "";
        for (var page = 1; page <= pages; page++)
        {
            var answer = (await Client.GetAsync(path + cursor)).Expect(HttpStatusCode.OK).Json;
            ids.AddRange(answer.Items().Select(item => item.Text("id")));
            Assert.Equal(page == pages, answer.NextCursor() is null);
            cursor = $"&cursor={Uri.EscapeDataString(answer.NextCursor() ?? "")}";
        }

        return ids;
    }
}
