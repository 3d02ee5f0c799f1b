using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Orcheo.Core.Definitions;
using Orcheo.Core.Json;
using Orcheo.Core.Workflows;

namespace Orcheo.UnitTests.Workflows;

public sealed class WorkflowDiffTests
{
    private static readonly string[] Names = ["a", "b", "a/b", "~0", "", "ünï"];
    private static readonly string[] Ids = ["n1", "n2", "n3", "n4", "n5"];

    private static readonly Gen<NodeDefinition> Nodes =
        from id in Gen.OneOf(Ids)
        from type in Gen.OneOf("delay", "set_variable")
        from config in Objects(3)
        from name in Gen.OneOf<string?>(null, "one", "two")
        from timeout in Gen.OneOf<double?>(null, 1, 2.5)
        from retry in Gen.OneOf<RetrySettings?>(null, new RetrySettings(), new RetrySettings { MaxAttempts = 1 }, new RetrySettings { MaxAttempts = 2, Jitter = false })
        from onError in Gen.Enum<OnError>()
        select new NodeDefinition { Id = id, Type = type, Config = config, Name = name, TimeoutSeconds = timeout, Retry = retry, OnError = onError };

    private static readonly Gen<EdgeDefinition> Edges =
        from id in Gen.OneOf(Ids)
        from source in Gen.OneOf(Ids)
        from target in Gen.OneOf(Ids)
        from condition in Gen.OneOf<string?>(null, "true", "input.x")
        select new EdgeDefinition { Id = id, SourceNodeId = source, TargetNodeId = target, Condition = condition };

    private static readonly Gen<WorkflowDefinition> Any =
        from nodes in Nodes.Array[0, 6]
        from edges in Edges.Array[0, 6]
        from settings in Gen.OneOf(new WorkflowSettings(), new WorkflowSettings { TimeoutSeconds = 5 }, new WorkflowSettings { Retry = new RetrySettings { MaxAttempts = 4 } })
        select new WorkflowDefinition { Nodes = nodes, Edges = edges, Settings = settings };

    private static readonly Gen<WorkflowDefinition> Definitions = Any.Select(definition => definition with
    {
        Nodes = [.. definition.Nodes.DistinctBy(node => node.Id)],
        Edges = [.. definition.Edges.DistinctBy(edge => edge.Id)],
    });

    [Fact]
    public void A_definition_does_not_differ_from_itself() =>
        Any.Sample(
            definition =>
            {
                var copy = DefinitionHash.Read(DefinitionHash.Of(definition).Json);
                var diff = WorkflowDiff.Between(definition, copy);
                Assert.Empty(diff.Nodes.Added);
                Assert.Empty(diff.Nodes.Removed);
                Assert.Empty(diff.Nodes.Changed);
                Assert.Empty(diff.Edges.Added);
                Assert.Empty(diff.Edges.Removed);
                Assert.Empty(diff.Edges.Changed);
                Assert.Empty(diff.Settings);
            },
            iter: 2_000);

    [Fact]
    public void Applied_to_the_first_the_difference_gives_the_second() =>
        Gen.Select(Definitions, Definitions).Sample(
            (a, b) =>
            {
                var diff = WorkflowDiff.Between(a, b);
                Assert.Equal(Show(b.Nodes, node => node.Id), Apply(a.Nodes, diff.Nodes, node => node.Id));
                Assert.Equal(Show(b.Edges, edge => edge.Id), Apply(a.Edges, diff.Edges, edge => edge.Id));
                Assert.Equal(Text(Json(b.Settings)), Text(Apply(Json(a.Settings), diff.Settings)));
            },
            iter: 5_000);

    [Fact]
    public void The_way_back_is_the_difference_turned_round() =>
        Gen.Select(Definitions, Definitions).Sample(
            (a, b) =>
            {
                var (there, back) = (WorkflowDiff.Between(a, b), WorkflowDiff.Between(b, a));
                Assert.Equal(there.Nodes.Added, back.Nodes.Removed);
                Assert.Equal(there.Nodes.Removed, back.Nodes.Added);
                Assert.Equal(Changes(there, change => (change.Pointer, change.Before, change.After)), Changes(back, change => (change.Pointer, change.After, change.Before)));
            },
            iter: 2_000);

    [Fact]
    public void Ids_that_repeat_in_an_unfinished_draft_are_compared_one_by_one()
    {
        var twice = new WorkflowDefinition { Nodes = [Node("x", "{}"), Node("x", """{"seconds":1}""")] };
        var once = new WorkflowDefinition { Nodes = [Node("x", "{}")] };

        Assert.Equal(twice.Nodes[1], Assert.Single(WorkflowDiff.Between(once, twice).Nodes.Added));
        Assert.Equal(twice.Nodes[1], Assert.Single(WorkflowDiff.Between(twice, once).Nodes.Removed));
        Gen.Select(Any, Any).Sample((a, b) => WorkflowDiff.Between(a, b), iter: 1_000);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "/config/a: 1 -> \"1\"")]
    [InlineData("""{"a":null}""", "{}", "/config/a: null -> nothing")]
    [InlineData("{}", """{"a":null}""", "/config/a: nothing -> null")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,3]}""", "/config/a/1: 2 -> 3")]
    [InlineData("""{"a":[1,2]}""", """{"a":[0,1,2]}""", "/config/a: [1,2] -> [0,1,2]")]
    [InlineData("""{"a/b":{"~":1}}""", """{"a/b":{"~":2}}""", "/config/a~1b/~0: 1 -> 2")]
    [InlineData("""{"a":{}}""", """{"a":[]}""", "/config/a: {} -> []")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "")]
    public void Values_are_compared_where_they_lie(string before, string after, string expected)
    {
        var diff = WorkflowDiff.Between(new WorkflowDefinition { Nodes = [Node("x", before)] }, new WorkflowDefinition { Nodes = [Node("x", after)] });
        var changes = diff.Nodes.Changed.SelectMany(node => node.Changes).Select(change => $"{change.Pointer}: {Show(change.Before)} -> {Show(change.After)}");
        Assert.Equal(expected, string.Join("; ", changes));

        static string Show(JsonElement? value) => value?.GetRawText() ?? "nothing";
    }

    [Fact]
    public void The_order_of_nodes_is_not_compared()
    {
        var (x, y) = (Node("x", "{}"), Node("y", "{}"));
        var diff = WorkflowDiff.Between(new WorkflowDefinition { Nodes = [x, y] }, new WorkflowDefinition { Nodes = [y, x] });
        Assert.Empty(diff.Nodes.Added);
        Assert.Empty(diff.Nodes.Changed);
    }

    private static NodeDefinition Node(string id, string config) => new() { Id = id, Type = "delay", Config = JsonElement.Parse(config) };

    private static Gen<JsonElement> Objects(int depth) => Values(depth).Array[0, 4].Select(
        Gen.Shuffle(Names),
        (values, names) => JsonElement.Parse($"{{{string.Join(',', values.Zip(names, (value, name) => $"{JsonSerializer.Serialize(name)}:{value.GetRawText()}"))}}}"));

    private static Gen<JsonElement> Values(int depth)
    {
        var scalar = Gen.OneOf("null", "true", "0", "1.5", "\"\"", "\"a\"", "{}", "[]").Select(text => JsonElement.Parse(text));
        if (depth == 0)
        {
            return scalar;
        }

        var array = Values(depth - 1).Array[0, 3].Select(items => JsonElement.Parse($"[{string.Join(',', items.Select(item => item.GetRawText()))}]"));
        return Gen.Frequency((3, scalar), (1, array), (2, Objects(depth - 1)));
    }

    private static string[] Changes(WorkflowDiff diff, Func<FieldChange, (string, JsonElement?, JsonElement?)> select) =>
        [.. diff.Nodes.Changed.SelectMany(item => item.Changes.Select(change => $"{item.Id} {select(change)}"))
            .Concat(diff.Edges.Changed.SelectMany(item => item.Changes.Select(change => $"{item.Id} {select(change)}")))
            .Concat(diff.Settings.Select(change => $"{select(change)}"))
            .Order(StringComparer.Ordinal)];

    private static string[] Show<T>(IReadOnlyList<T> items, Func<T, string> idOf) => [.. items.OrderBy(idOf, StringComparer.Ordinal).Select(item => Text(Json(item)))];

    private static string[] Apply<T>(IReadOnlyList<T> items, ItemsDiff<T> diff, Func<T, string> idOf)
    {
        var byId = items.ToDictionary(idOf, item => Json(item), StringComparer.Ordinal);
        foreach (var removed in diff.Removed)
        {
            Assert.True(byId.Remove(idOf(removed)));
        }

        foreach (var (id, changes) in diff.Changed)
        {
            Assert.NotEmpty(changes);
            byId[id] = Apply(byId[id], changes);
        }

        foreach (var added in diff.Added)
        {
            byId.Add(idOf(added), Json(added));
        }

        return [.. byId.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Text(entry.Value))];
    }

    private static JsonNode Apply(JsonNode root, IReadOnlyList<FieldChange> changes)
    {
        foreach (var change in changes)
        {
            var path = change.Pointer.Split('/').Skip(1).Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
            var parent = path.SkipLast(1).Aggregate(root, (node, token) => (node is JsonArray array ? array[int.Parse(token, null)] : node[token])!);
            var value = change.After is { } after ? JsonNode.Parse(after.GetRawText()) : null;
            switch (parent)
            {
                case JsonArray array:
                    array[int.Parse(path[^1], null)] = value;
                    break;
                case JsonObject container when change.After is null:
                    Assert.True(container.Remove(path[^1]));
                    break;
                default:
                    Assert.Equal(change.Before is not null, parent.AsObject().ContainsKey(path[^1]));
                    parent[path[^1]] = value;
                    break;
            }
        }

        return root;
    }

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, OrcheoJson.Options)!;

    /// <summary>The same text for values that are equal as JSON: members in order of their names.</summary>
    private static string Text(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={Text(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Text))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
