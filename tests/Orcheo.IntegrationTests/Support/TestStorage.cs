using Orcheo.Core.Storage;
using Orcheo.Storage.AzureTables;
using Orcheo.Storage.Sqlite;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// The storage of one stack: a SQLite file in its data directory, or tables of its own on Azurite. With <c>ORCHEO_TEST_STORAGE</c> set to
/// <c>AzureTables</c> every stack is on Azurite that does not ask for the file.
/// </summary>
internal sealed record TestStorage(string? ConnectionString, string Prefix)
{
    /// <summary>Whether stacks of this run are on Azure Tables unless they say otherwise.</summary>
    public static bool IsAzure { get; } = Environment.GetEnvironmentVariable("ORCHEO_TEST_STORAGE") switch
    {
        "AzureTables" => true,
        null or "" or "Sqlite" => false,
        var other => throw new InvalidOperationException($"ORCHEO_TEST_STORAGE is Sqlite or AzureTables, not '{other}'."),
    };

    /// <summary>A storage that nothing else uses.</summary>
    public static async Task<TestStorage> NewAsync(bool azure) =>
        new(azure ? await AzuriteFixture.Current.GetConnectionStringAsync() : null, "t" + Guid.NewGuid().ToString("N")[..12]);

    /// <summary>What tells a stack to use it.</summary>
    public IReadOnlyDictionary<string, string> Settings => ConnectionString is null
        ? new Dictionary<string, string>()
        : new Dictionary<string, string>
        {
            ["Orcheo__Storage__Provider"] = "AzureTables",
            ["Orcheo__Storage__ConnectionString"] = ConnectionString,
            ["Orcheo__Storage__TablePrefix"] = Prefix,
        };

    /// <summary>Opens it as a process beside the stack does.</summary>
    public ITableStore Open(string dataDirectory) => ConnectionString is null
        ? new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(dataDirectory, "data", "orcheo.db") })
        : new AzureTableStore(ConnectionString, new AzureTableStoreOptions { Prefix = Prefix });
}
