using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Nodes.Running;

namespace Orcheo.UnitTests.Nodes.Running;

public sealed class NodePolicyTests
{
    [Fact]
    public void Members_come_from_the_node_then_the_workflow_then_the_defaults()
    {
        var policy = NodeRetryPolicy.Resolve(
            new RetrySettings { MaxAttempts = 7, Jitter = false },
            new RetrySettings { MaxAttempts = 9, InitialIntervalSeconds = 0.5 });

        Assert.Equal(new NodeRetryPolicy { MaxAttempts = 7, InitialInterval = TimeSpan.FromSeconds(0.5), Jitter = false }, policy);
        Assert.Same(NodeRetryPolicy.Default, NodeRetryPolicy.Resolve(null, null));
        Assert.Equal((3, 1.0, 2.0, 30.0, true), (
            NodeRetryPolicy.Default.MaxAttempts,
            NodeRetryPolicy.Default.InitialInterval.TotalSeconds,
            NodeRetryPolicy.Default.BackoffCoefficient,
            NodeRetryPolicy.Default.MaxInterval.TotalSeconds,
            NodeRetryPolicy.Default.Jitter));
    }

    [Fact]
    public void Values_out_of_range_are_brought_into_it()
    {
        var policy = NodeRetryPolicy.Resolve(
            null, new RetrySettings { MaxAttempts = 0, InitialIntervalSeconds = -1, BackoffCoefficient = 0, MaxIntervalSeconds = double.MaxValue });

        Assert.Equal((1, TimeSpan.Zero, 1.0, NodeRetryPolicy.LongestInterval), (policy.MaxAttempts, policy.InitialInterval, policy.BackoffCoefficient, policy.MaxInterval));
    }

    [Fact]
    public void The_wait_never_exceeds_the_longest()
    {
        var policy = new NodeRetryPolicy { BackoffCoefficient = 1e300, Jitter = false };

        Assert.Equal(policy.MaxInterval, policy.DelayAfter(100, 0));
    }

    [Theory]
    [InlineData(5.0, """{"timeout_seconds":9}""", 5)]
    [InlineData(null, """{"timeout_seconds":9.5}""", 9.5)]
    [InlineData(null, """{"timeout_seconds":"9"}""", 60)]
    [InlineData(null, """{}""", 60)]
    [InlineData(null, """null""", 60)]
    public void The_time_limit_comes_from_the_node_then_the_config_then_the_type(double? node, string config, double expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected), NodeTimeout.Resolve(node, NodeTesting.Catalog.Find("http_request")!.Descriptor, JsonElement.Parse(config)));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    public void A_limit_that_cannot_be_kept_is_the_longest(double seconds) =>
        Assert.Equal(NodeTimeout.Longest, NodeTimeout.Resolve(seconds, NodeTesting.Catalog.Find("delay")!.Descriptor, default));
}
