using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Sandbox.Child;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.UnitTests.Hosting.Sandbox;

/// <summary>What the child process is started with, and when it is started again.</summary>
public sealed class SandboxStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Settings_become_the_environment_and_what_is_not_set_does_not()
    {
        Assert.Empty(new SandboxOptions().Environment());
        var environment = new SandboxOptions { AllowedImports = "numpy, pandas", Network = true, MaxMemoryMb = 512, TmpMb = 8, Require = "none" }.Environment();

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ORCHEO_SANDBOX_ALLOWED_IMPORTS"] = "numpy, pandas",
                ["ORCHEO_SANDBOX_NETWORK"] = "true",
                ["ORCHEO_SANDBOX_MAX_MEMORY_MB"] = "512",
                ["ORCHEO_SANDBOX_TMP_MB"] = "8",
                ["ORCHEO_SANDBOX_REQUIRE"] = "none",
            },
            environment);
    }

    [Fact]
    public void Every_setting_of_the_sandbox_reaches_it()
    {
        string[] ours = [nameof(SandboxOptions.Url), nameof(SandboxOptions.Key), nameof(SandboxOptions.Start), nameof(SandboxOptions.Python), nameof(SandboxOptions.StartPatienceSeconds)];
        var options = new SandboxOptions();
        var settings = typeof(SandboxOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !ours.Contains(property.Name)).ToList();
        foreach (var setting in settings)
        {
            setting.SetValue(options, setting.PropertyType == typeof(string) ? "1" : setting.PropertyType == typeof(bool) ? true : 1);
        }

        Assert.Equal(settings.Count, options.Environment().Count);
    }

    [Fact]
    public void Nodes_are_told_what_is_configured()
    {
        var policy = new SandboxOptions { AllowedImports = " numpy ,pandas.core, ", Network = true, MaxMemoryMb = 512, MaxTimeoutSeconds = 60 }.Policy();

        Assert.Equal(["numpy", "pandas.core"], policy.AllowedImports);
        Assert.Equal((true, 512, 60), (policy.Network, policy.MaxMemoryMb, policy.MaxTimeoutSeconds));
        Assert.True(policy.Permits("math") && policy.Permits("numpy") && !policy.Permits("os") && !policy.Permits("pandas"));
        Assert.Equal(new SandboxPolicy().MaxMemoryMb, new SandboxOptions().Policy().MaxMemoryMb);
    }

    [Fact]
    public void The_first_restart_is_at_once_and_the_next_ones_wait_until_a_process_lasts()
    {
        var time = new FakeTimeProvider();
        var delay = new RestartDelay(time);
        Assert.Equal([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000], Enumerable.Range(0, 9).Select(_ => delay.Next().TotalMilliseconds));

        delay.Served();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(5000, delay.Next().TotalMilliseconds);
        delay.Served();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, delay.Next().TotalMilliseconds);
    }

    [Fact]
    public async Task An_interpreter_is_found_past_its_shims()
    {
        var (path, fault) = await Interpreters.FindAsync(null, Cancel);

        Assert.Equal("", fault);
        Assert.True(Path.IsPathRooted(path) && File.Exists(path), path);
    }

    [Theory]
    [InlineData("/no/such/python")]
    [InlineData("/bin/false")]
    [InlineData("/bin/echo")]
    public async Task What_is_no_python_is_said(string configured)
    {
        var (path, fault) = await Interpreters.FindAsync(configured, Cancel);

        Assert.Null(path);
        Assert.Contains(configured, fault, StringComparison.Ordinal);
        Assert.Contains("Orcheo__Sandbox__Python", fault, StringComparison.Ordinal);
    }
}
