using System.Reflection;

namespace Orcheo.UnitTests.Architecture;

/// <summary>
/// local-runtime offers what the real packages offer, and nothing else. What it offers is written down in a table beside this file, so that
/// an addition is a deliberate act: look the member up in the real package first. ORCHEO_UPDATE_SURFACE=1 writes the table.
/// </summary>
public sealed class SdkSurfaceTests
{
    [Theory]
    [InlineData("Orcheo.Durable")]
    [InlineData("Orcheo.Functions")]
    public void What_is_public_is_in_the_table(string assembly)
    {
        var table = Repository.PathOf($"tests/Orcheo.UnitTests/Architecture/Surface/{assembly}.txt");
        var actual = PublicSurface.Of(Assembly.Load(assembly)).ToList();
        if (Environment.GetEnvironmentVariable("ORCHEO_UPDATE_SURFACE") == "1")
        {
            File.WriteAllLines(table, actual);
        }

        var written = File.ReadAllLines(table);
        Assert.Empty(actual.Except(written));
        Assert.Empty(written.Except(actual));
    }
}
