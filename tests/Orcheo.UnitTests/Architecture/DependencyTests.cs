using System.Reflection;

namespace Orcheo.UnitTests.Architecture;

/// <summary>Apps → Hosting → {Nodes, Storage} → Core; the local runtime is below the apps and knows nothing of Orcheo.</summary>
public sealed class DependencyTests
{
    private static readonly string[] _appReferences = ["Orcheo.Core", "Orcheo.Hosting", "Orcheo.Durable", "Orcheo.Functions"];

    /// <summary>What each product project may refer to, and nothing else.</summary>
    private static readonly Dictionary<string, string[]> _allowed = new(StringComparer.Ordinal)
    {
        ["Orcheo.Core"] = [],
        ["Orcheo.Nodes"] = ["Orcheo.Core"],
        ["Orcheo.Storage"] = ["Orcheo.Core"],
        ["Orcheo.Hosting"] = ["Orcheo.Core", "Orcheo.Nodes", "Orcheo.Storage"],
        ["Orcheo.Durable"] = [],
        ["Orcheo.Functions"] = ["Orcheo.Durable"],
        ["Orcheo.Api"] = _appReferences,
        ["Orcheo.Triggers"] = _appReferences,
        ["Orcheo.Orchestrations"] = _appReferences,
        ["Orcheo.Local"] = [.. _appReferences, "Orcheo.Api", "Orcheo.Triggers", "Orcheo.Orchestrations"],
    };

    public static TheoryData<string> ProductProjects => [.. _allowed.Keys];

    [Fact]
    public void Every_product_project_has_a_rule()
    {
        var products = ProjectFile.All().Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(project => project.Name);

        Assert.Equal(_allowed.Keys.Order(StringComparer.Ordinal), products.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void A_project_refers_only_to_what_its_rule_allows(string name)
    {
        var project = ProjectFile.All().Single(project => project.Name == name);

        Assert.Empty(project.References.Except(_allowed[name]));
    }

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void An_assembly_uses_only_what_its_rule_allows(string name)
    {
        if (name == "Orcheo.Local")
        {
            return; // The one app that the unit tests do not load; its references are what the project file says.
        }

        var used = Assembly.Load(name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("Orcheo.", StringComparison.Ordinal));

        Assert.Empty(used.Except(_allowed[name]));
    }

    [Fact]
    public void Only_the_local_app_and_tests_refer_to_the_apps()
    {
        string[] apps = ["Orcheo.Api", "Orcheo.Triggers", "Orcheo.Orchestrations", "Orcheo.Local"];
        var users = ProjectFile.All().Where(project => project.References.Overlaps(apps));

        Assert.All(users, project => Assert.True(
            project.Path.StartsWith("tests/", StringComparison.Ordinal) || project.Name == "Orcheo.Local", $"{project.Path} refers to an app."));
    }

    [Fact]
    public void References_do_not_flow_through_other_projects()
    {
        Assert.All(ProjectFile.All(), project => Assert.Equal(["true"], project.PropertyValues("DisableTransitiveProjectReferences").Distinct()));
    }

    [Fact]
    public void Core_knows_no_web_framework_and_no_store()
    {
        var core = ProjectFile.All().Single(project => project.Name == "Orcheo.Core");

        Assert.Empty(core.Frameworks);
        Assert.DoesNotContain(core.Packages, package =>
            package.StartsWith("Azure.", StringComparison.Ordinal) || package.StartsWith("Microsoft.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_local_runtime_opens_its_internals_to_no_app()
    {
        // What an app could reach only there would not compile against the real packages.
        var runtime = ProjectFile.All().Where(project => project.Path.StartsWith("shared/local-runtime/", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, runtime.Count);
        Assert.All(runtime, project => Assert.DoesNotContain(project.Friends, friend =>
            friend is "Orcheo.Api" or "Orcheo.Triggers" or "Orcheo.Orchestrations"));
    }

    [Fact]
    public void Warnings_are_errors_everywhere()
    {
        Assert.All(ProjectFile.All(), project =>
        {
            Assert.Equal("true", project.Property("TreatWarningsAsErrors"));
            Assert.Equal("enable", project.Property("Nullable"));
        });
    }
}
