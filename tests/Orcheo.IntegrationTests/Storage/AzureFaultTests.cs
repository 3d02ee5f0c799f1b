using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Orcheo.Core.Storage;
using Orcheo.IntegrationTests.Support;
using Orcheo.Storage.AzureTables;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>What only the Azure store has: answers that get lost, blobs beside rows.</summary>
public sealed class AzureFaultTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Table = "rows";
    private const int Large = 1_500_000;

    private readonly string _prefix = "t" + Guid.NewGuid().ToString("n")[..20];
    private readonly FaultyTransport _transport = new();
    private string _connectionString = "";
    private AzureTableStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await azurite.GetConnectionStringAsync();
        _store = Open();
        await _store.InitializeAsync([Table], Ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_insert_whose_answer_is_lost_is_reported_as_applied()
    {
        LoseAnswers(1);
        var result = await WriteAsync(TableWrite.Insert("a", "1"u8.ToArray()), TableWrite.Upsert("b", "1"u8.ToArray()));
        Assert.True(result.Applied);
        Assert.Equal((await GetAsync("a"))!.ETag, result.ETags![0]);
        Assert.Equal((await GetAsync("b"))!.ETag, result.ETags[1]);
    }

    [Fact]
    public async Task A_replace_and_a_delete_whose_answer_is_lost_are_reported_as_applied()
    {
        var etags = (await WriteAsync(TableWrite.Insert("a", "1"u8.ToArray()), TableWrite.Insert("b", "1"u8.ToArray()))).ETags!;
        LoseAnswers(1);
        var result = await WriteAsync(TableWrite.Replace("a", new byte[Large], etags[0]), TableWrite.Delete("b", etags[1]));
        Assert.True(result.Applied);
        Assert.Equal([(await GetAsync("a"))!.ETag, ""], result.ETags);
        Assert.Null(await GetAsync("b"));
        Assert.True((await WriteAsync(TableWrite.Delete("a", result.ETags![0]))).Applied);
        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task A_row_overwritten_before_the_retry_gets_an_etag_that_matches_nothing()
    {
        var other = Open(new FaultyTransport());
        await other.InitializeAsync([Table], Ct);
        LoseAnswers(1, () => other.WriteAsync(Table, "p", [TableWrite.Upsert("a", "theirs"u8.ToArray())], Ct));
        var result = await WriteAsync(TableWrite.Insert("a", "ours"u8.ToArray()), TableWrite.Insert("b", "ours"u8.ToArray()));
        Assert.True(result.Applied);
        var conflict = await WriteAsync(TableWrite.Replace("a", "again"u8.ToArray(), result.ETags![0]));
        Assert.Equal(new TableConflict(0, TableConflictKind.ETagMismatch), conflict.Conflict);
        Assert.True((await WriteAsync(TableWrite.Replace("b", "again"u8.ToArray(), result.ETags[1]))).Applied);
    }

    [Fact]
    public async Task A_conflict_after_a_lost_request_is_still_a_conflict()
    {
        await WriteAsync(TableWrite.Insert("a", "theirs"u8.ToArray()));
        LoseAnswers(1);
        var result = await WriteAsync(TableWrite.Insert("a", "ours"u8.ToArray()));
        Assert.Equal(new TableConflict(0, TableConflictKind.RowExists), result.Conflict);
    }

    [Fact]
    public async Task A_delete_by_etag_whose_answer_is_lost_says_that_the_outcome_is_not_known()
    {
        var etag = Assert.Single((await WriteAsync(TableWrite.Insert("a", default))).ETags!);
        LoseAnswers(1);
        var failure = await Assert.ThrowsAsync<StorageException>(() => WriteAsync(TableWrite.Delete("a", etag)));
        Assert.Contains("not known", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_of_any_whose_answer_is_lost_succeeds()
    {
        await WriteAsync(TableWrite.Insert("a", default), TableWrite.Insert("b", default));
        LoseAnswers(1);
        Assert.True((await WriteAsync(TableWrite.Delete("a"), TableWrite.Delete("b"))).Applied);
    }

    [Fact]
    public async Task When_every_answer_is_lost_the_outcome_is_not_known()
    {
        LoseAnswers(int.MaxValue);
        var failure = await Assert.ThrowsAsync<StorageException>(() => WriteAsync(TableWrite.Insert("a", default)));
        Assert.Contains("not known", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await GetAsync("a"));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_named_and_nothing_is_written()
    {
        _transport.Before = _ => throw new RequestFailedException("No route to host");
        foreach (var call in new Func<Task>[]
        {
            () => GetAsync("a"),
            () => _store.QueryAsync(Table, "p", new TableQuery(), Ct),
            () => WriteAsync(TableWrite.Insert("a", new byte[Large])),
            () => _store.InitializeAsync([Table], Ct),
        })
        {
            var failure = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Contains("No route to host", failure.Message, StringComparison.Ordinal);
        }

        _transport.Before = _ => Task.CompletedTask;
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task A_wrong_key_is_told_with_what_to_do()
    {
        var wrong = string.Join(';', _connectionString.Split(';').Select(part =>
            part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=" + Convert.ToBase64String(new byte[64]) : part));
        var failure = await Assert.ThrowsAsync<StorageException>(() => new AzureTableStore(wrong).InitializeAsync([Table], Ct));
        Assert.Contains("access was refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_was_deleted_is_a_failure_and_no_conflict()
    {
        await new TableServiceClient(_connectionString).DeleteTableAsync(_prefix + Table, Ct);
        var failure = await Assert.ThrowsAsync<StorageException>(() => WriteAsync(TableWrite.Insert("a", new byte[Large])));
        Assert.Contains("TableNotFound", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task Blobs_go_with_the_rows_that_held_them()
    {
        var etag = Assert.Single((await WriteAsync(TableWrite.Insert("a", new byte[Large]))).ETags!);
        Assert.Single(await BlobsAsync());
        Assert.False((await WriteAsync(TableWrite.Insert("a", new byte[Large]))).Applied);
        Assert.Single(await BlobsAsync());
        etag = Assert.Single((await WriteAsync(TableWrite.Replace("a", new byte[Large + 1], etag))).ETags!);
        Assert.Single(await BlobsAsync());
        await WriteAsync(TableWrite.Replace("a", "small"u8.ToArray(), etag));
        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task The_sweep_deletes_orphans_and_nothing_else()
    {
        await WriteAsync([.. new[] { "kept", "overwritten", "deleted" }.Select(key => TableWrite.Insert(key, new byte[Large]))]);
        await WriteAsync(TableWrite.Upsert("overwritten", new byte[Large + 1]), TableWrite.Delete("deleted"));
        Assert.Equal(4, (await BlobsAsync()).Count);
        Assert.Equal(0, await _store.DeleteOrphanedValuesAsync(DateTimeOffset.UtcNow.AddHours(-1), Ct));
        Assert.Equal(2, await _store.DeleteOrphanedValuesAsync(DateTimeOffset.UtcNow.AddHours(1), Ct));
        Assert.Equal(2, (await BlobsAsync()).Count);
        Assert.Equal(Large, (await GetAsync("kept"))!.Value.Length);
        Assert.Equal(Large + 1, (await GetAsync("overwritten"))!.Value.Length);
    }

    [Fact]
    public async Task A_read_whose_blob_was_replaced_meanwhile_follows_the_row()
    {
        var etag = Assert.Single((await WriteAsync(TableWrite.Insert("a", new byte[Large]))).ETags!);
        var other = Open(new FaultyTransport());
        await other.InitializeAsync([Table], Ct);
        Once(IsBlobRead, () => other.WriteAsync(Table, "p", [TableWrite.Replace("a", "new"u8.ToArray(), etag)], Ct));
        Assert.Equal("new"u8.ToArray(), (await GetAsync("a"))!.Value.ToArray());
    }

    [Fact]
    public async Task A_query_skips_a_row_deleted_while_its_blob_was_fetched()
    {
        var etags = (await WriteAsync(TableWrite.Insert("a", new byte[Large]), TableWrite.Insert("b", default))).ETags!;
        var other = Open(new FaultyTransport());
        await other.InitializeAsync([Table], Ct);
        Once(IsBlobRead, () => other.WriteAsync(Table, "p", [TableWrite.Delete("a", etags[0])], Ct));
        var page = await _store.QueryAsync(Table, "p", new TableQuery(), Ct);
        Assert.Equal("b", Assert.Single(page.Rows).RowKey);
    }

    [Fact]
    public async Task A_value_that_is_missing_is_a_failure()
    {
        await WriteAsync(TableWrite.Insert("a", new byte[Large]));
        var container = new BlobContainerClient(_connectionString, _prefix + "values");
        await container.DeleteBlobAsync(Assert.Single(await BlobsAsync()), cancellationToken: Ct);
        var failure = await Assert.ThrowsAsync<StorageException>(() => GetAsync("a"));
        Assert.Contains("missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_cannot_be_deleted_fails_no_write()
    {
        var etag = Assert.Single((await WriteAsync(TableWrite.Insert("a", new byte[Large]))).ETags!);
        _transport.Before = request => request.Method == RequestMethod.Delete
            ? throw new RequestFailedException("No route to host")
            : Task.CompletedTask;
        Assert.True((await WriteAsync(TableWrite.Replace("a", default, etag))).Applied);
        Assert.Single(await BlobsAsync());
    }

    [Fact]
    public async Task Cancelling_while_a_large_value_is_uploaded_withdraws_the_write()
    {
        using var cancellation = new CancellationTokenSource();
        Once(request => request.Method == RequestMethod.Put, cancellation.CancelAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.WriteAsync(Table, "p", [TableWrite.Insert("a", new byte[Large])], cancellation.Token));
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public void An_identity_may_take_the_place_of_a_connection_string()
    {
        _ = new AzureTableStore(new Uri("https://a.invalid"), new Uri("https://b.invalid"), new NoCredential());
        Assert.Throws<ArgumentException>(() => new AzureTableStore(_connectionString, new AzureTableStoreOptions { Prefix = new string('a', 32) }));
        Assert.Throws<ArgumentException>(() => new AzureTableStore(_connectionString, new AzureTableStoreOptions { Prefix = "No-Table" }));
    }

    private static bool IsBlobRead(Request request) =>
        request.Method == RequestMethod.Get && request.Uri.Path.Contains("values/", StringComparison.Ordinal);

    private AzureTableStore Open(FaultyTransport? transport = null) => new(_connectionString, new AzureTableStoreOptions
    {
        Prefix = _prefix,
        MaxRetries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        Transport = transport ?? _transport,
    });

    private void LoseAnswers(int count, Func<Task>? meanwhile = null) => _transport.After = async (request, _) =>
    {
        if (FaultyTransport.IsBatch(request) && count-- > 0)
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            throw new RequestFailedException("The answer is lost");
        }
    };

    private void Once(Func<Request, bool> which, Func<Task> action)
    {
        var done = 0;
        _transport.Before = request => which(request) && Interlocked.Exchange(ref done, 1) == 0 ? action() : Task.CompletedTask;
    }

    private Task<TableWriteResult> WriteAsync(params TableWrite[] writes) => _store.WriteAsync(Table, "p", writes, Ct);

    private Task<TableRow?> GetAsync(string key) => _store.GetAsync(Table, "p", key, Ct);

    private async Task<List<string>> BlobsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(_connectionString, _prefix + "values").GetBlobsAsync(cancellationToken: Ct))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
