using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Durable;

namespace Orcheo.DurableTests;

/// <summary>Small types of the public model.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public void Names_and_versions_compare_without_regard_to_case()
    {
        Assert.True(new TaskName("a") == "A");
        Assert.True(new TaskName("a") != "b");
        Assert.Equal(new TaskName("a").GetHashCode(), new TaskName("A").GetHashCode());
        Assert.Equal((default, "a"), ((TaskName)string.Empty, (string)new TaskName("a")));
        Assert.True(new TaskVersion("v1") == "V1" && new TaskVersion("v1") != TaskVersion.Unversioned);
        Assert.Equal(new TaskVersion("v1").GetHashCode(), new TaskVersion("V1").GetHashCode());
        Assert.True(new TaskVersion("a").Equals((object)new TaskVersion("A")) && new TaskName("a").Equals((object)new TaskName("A")));
        Assert.Throws<ArgumentException>(() => new TaskVersion("  "));
    }

    [Fact]
    public void Options_copy_what_they_are_made_of()
    {
        SubOrchestrationOptions chosen = new TaskOptions(new RetryPolicy(2, TimeSpan.FromSeconds(1))) { Version = "2" }.WithInstanceId("x");
        SubOrchestrationOptions copy = new((TaskOptions)chosen);

        Assert.Equal(("x", "2", 2), (copy.InstanceId, copy.Version!.Value.Version, copy.Retry!.Policy!.MaxNumberOfAttempts));
        Assert.NotNull(TaskOptions.FromRetryHandler((RetryHandler)(_ => true)).Retry!.Handler);
    }

    [Fact]
    public void A_failure_of_an_unknown_type_is_caused_by_nothing_known()
    {
        TaskFailureDetails unknown = new("No.Such.Type", "x", null, null, null);
        TaskFailedException wrapped = new("task", 3, new InvalidOperationException("why"));

        Assert.False(unknown.IsCausedBy<Exception>());
        Assert.Throws<ArgumentException>(() => unknown.IsCausedBy(typeof(string)));
        Assert.True(new TaskFailureDetails(typeof(TaskHubException).FullName!, "x", null, null, null).IsCausedBy<Exception>());
        Assert.Equal("Task 'task' (#3) failed with an unhandled exception: why", wrapped.Message);
        Assert.True(TaskFailureDetails.FromException(wrapped).InnerFailure!.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public void Nothing_is_public_outside_of_the_namespaces_of_the_real_packages()
        => Assert.All(typeof(TaskHub).Assembly.GetExportedTypes(), type => Assert.Contains(
            type.Namespace,
            new[] { "Microsoft.DurableTask", "Microsoft.DurableTask.Client", "Microsoft.DurableTask.Converters", "DurableTask.Core.Exceptions" }));

    [Fact]
    public void A_purge_result_counts_from_zero() => Assert.Throws<ArgumentException>(() => new PurgeResult(-1));
}
