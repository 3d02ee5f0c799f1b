using System.Reflection;
using System.Xml.Linq;
using Orcheo.UnitTests.Architecture.Surface;

namespace Orcheo.UnitTests.Architecture;

/// <summary>
/// local-runtime offers what the real packages offer, and nothing else: what compiles against it compiles for Azure. The tables in
/// Surface/ are read from the real packages by build/sdk-surface.sh, and build/azure-check.sh holds them against the packages again where
/// these are to be had. So this test needs no package, and whatever local-runtime has beyond them fails by construction.
/// </summary>
public sealed class SdkSurfaceTests
{
    private static readonly string[] _tables = [.. Repository.Files("tests/Orcheo.UnitTests/Architecture/Surface", ".txt").Select(Repository.Read)];

    [Theory]
    [InlineData("Orcheo.Durable")]
    [InlineData("Orcheo.Functions")]
    public void What_is_public_is_in_the_real_packages(string assembly)
    {
        var real = _tables.SelectMany(Lines).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(PublicSurface.Of(Assembly.Load(assembly).GetExportedTypes()).Except(real));
    }

    /// <summary>Or of later ones: the flavour asks for the lowest that will do, and a registry that lacks them gives the next.</summary>
    [Fact]
    public void The_tables_are_of_the_packages_that_the_Azure_flavour_asks_for()
    {
        var asked = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value, StringComparer.Ordinal);
        var read = _tables.Select(table => Lines(table).First().TrimStart('#', ' ').Split(' ')).ToDictionary(header => header[0], header => header[1], StringComparer.Ordinal);

        string[] named = ["", ".Extensions.Http", ".Extensions.Http.AspNetCore", ".Extensions.Timer", ".Extensions.DurableTask"];
        Assert.All(named.Select(name => $"Microsoft.Azure.Functions.Worker{name}"), package => Assert.True(
            Version.Parse(read[package]) >= Version.Parse(asked[package]), $"{package} is asked for as {asked[package]}, and read as {read[package]}."));
    }

    [Fact]
    public void A_line_tells_what_a_caller_compiles_against()
    {
        Assert.Equal(
            [
                "Orcheo.UnitTests.Architecture.SdkSurfaceTests.Sample<T>.Limit: System.Int32? { get; init; } [Obsolete]",
                "Orcheo.UnitTests.Architecture.SdkSurfaceTests.Sample<T>.abstract Find<TKey>(TKey? key, System.Collections.Generic.IReadOnlyList<System.String?> names, System.Int32 limit = 5): T[]? where TKey : System.IDisposable, new()",
                "Orcheo.UnitTests.Architecture.SdkSurfaceTests.Sample<T>.const Name: System.String = \"sample\"",
                "Orcheo.UnitTests.Architecture.SdkSurfaceTests.Sample<T>.protected ctor(System.String? first = default)",
                "Orcheo.UnitTests.Architecture.SdkSurfaceTests.Sample<T>: abstract class where T : class",
            ],
            PublicSurface.Of([typeof(Sample<>)]));
    }

    private static string[] Lines(string table) => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public abstract class Sample<T>
        where T : class
    {
        public const string Name = "sample";

        protected Sample(string? first = null) => _ = first;

        [Obsolete("Only to be written down.")]
        public int? Limit { get; init; }

        public abstract T[]? Find<TKey>(TKey? key, IReadOnlyList<string?> names, int limit = 5)
            where TKey : IDisposable, new();

        internal abstract void Hidden();
    }
}
