using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>Random orchestrations give the same results live, replayed at every turn, and replayed over restarts.</summary>
public sealed class RandomOrchestrationTests
{
    private const int Programs = 40;

    private static readonly string[] LeafKinds = ["act", "act", "fail", "retry", "timer", "event", "send", "status", "cancel", "past"];

    private static readonly Gen<Node> Nodes = Gen.Recursive<Node>((depth, node) => depth > 2
        ? Leaf
        : Gen.Frequency(
            (6, Leaf),
            (2, node.List[1, 4].Select(body => new Node("fan", 0, [.. body]))),
            (1, node.List[1, 3].Select(body => new Node("sub", 0, [.. body])))));

    private static Gen<Node> Leaf => Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 9], (kind, value) => new Node(LeafKinds[kind], value, []));

    internal sealed record Node(string Kind, int Value, Node[] Body);

    [Fact]
    public void Eviction_and_restarts_change_nothing()
        => Nodes.List[1, 6].Array[Programs].Sample(
            programs => CompareAsync([.. programs.Select(nodes => new Node("sub", 0, [.. nodes]))]).GetAwaiter().GetResult(),
            iter: 3, threads: 1);

    private static async Task CompareAsync(Node[] programs)
    {
        string[] live = await RunAsync(programs, maxLive: 4096, restarts: 0);
        string[] evicted = await RunAsync(programs, maxLive: 0, restarts: 0);
        string[] restarted = await RunAsync(programs, maxLive: 3, restarts: 4);

        Assert.Equal(live, evicted);
        Assert.Equal(live, restarted);
    }

    private static async Task<string[]> RunAsync(Node[] programs, int maxLive, int restarts)
    {
        await using TestHub hub = await new TestHub(options => options with { MaxLiveInstances = maxLive })
            .Activity<int, int>("Act", value => value * 2)
            .Activity<int, int>("Fail", value => throw new InvalidOperationException($"no {value}"))
            .Orchestrator("Run", InterpretAsync).StartAsync();
        string[] ids = await Task.WhenAll(programs.Select((program, i) => hub.ScheduleAsync("Run", program, $"p{i}")));
        for (int i = 0; i < restarts; i++)
        {
            await hub.RestartAsync();
        }

        OrchestrationMetadata[] ends = await Task.WhenAll(ids.Select(hub.EndAsync));
        return [.. ends.Select(end => $"{end.RuntimeStatus} {end.SerializedOutput} {end.SerializedCustomStatus} {end.FailureDetails}")];
    }

    private static async Task<string> InterpretAsync(TaskOrchestrationContext context)
    {
        List<string> trace = [];
        foreach (Node node in context.GetInput<Node>()!.Body)
        {
            trace.Add(await StepAsync(context, node));
        }

        return string.Join(' ', trace);
    }

    private static async Task<string> StepAsync(TaskOrchestrationContext context, Node node)
    {
        switch (node.Kind)
        {
            case "act":
                return $"{await context.CallActivityAsync<int>("Act", node.Value)}";
            case "fail":
                return await CaughtAsync(context.CallActivityAsync<int>("Fail", node.Value));
            case "retry":
                return await CaughtAsync(context.CallActivityAsync<int>("Fail", node.Value, TaskOptions.FromRetryPolicy(new(2, TimeSpan.FromMilliseconds(1)))));
            case "timer":
                await context.CreateTimer(TimeSpan.FromMilliseconds(node.Value), CancellationToken.None);
                return "t";
            case "past":
                await context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(-node.Value), CancellationToken.None);
                return "p";
            case "event":
                return await CaughtAsync(context.WaitForExternalEvent<int>($"e{node.Value % 2}", TimeSpan.FromMilliseconds(1)), ignoreResult: true);
            case "send":
                context.SendEvent(context.InstanceId, $"own{node.Value}", node.Value);
                return $"{await context.WaitForExternalEvent<int>($"OWN{node.Value}")}";
            case "status":
                context.SetCustomStatus(node.Value);
                return "s";
            case "cancel":
                using (CancellationTokenSource stop = new())
                {
                    Task timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                    int value = await context.CallActivityAsync<int>("Act", node.Value);
                    stop.Cancel();
                    return $"{value}{timer.IsCanceled}";
                }

            case "fan":
                return $"[{string.Join(',', await Task.WhenAll(node.Body.Where(item => item.Kind != "send").Select(item => StepAsync(context, item))))}]";
            default:
                return $"({await context.CallSubOrchestratorAsync<string>("Run", node)})";
        }
    }

    private static async Task<string> CaughtAsync(Task<int> task, bool ignoreResult = false)
    {
        try
        {
            int value = await task;
            return ignoreResult ? "e" : $"{value}";
        }
        catch (TaskFailedException failed)
        {
            return failed.FailureDetails.ErrorMessage.Replace(' ', '-');
        }
        catch (TaskCanceledException)
        {
            return "cancelled";
        }
    }
}
