namespace Orcheo.DurableTests.Support;

/// <summary>A folder of one test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orcheo-durable-").FullName;

    public string Database => System.IO.Path.Combine(Path, "orcheo.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
