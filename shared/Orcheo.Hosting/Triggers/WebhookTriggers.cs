using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;

namespace Orcheo.Hosting.Triggers;

/// <summary>A webhook trigger with its secrets in the clear.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Secrets">Its secrets.</param>
public sealed record OpenWebhook(WebhookTrigger Trigger, WebhookSecrets Secrets);

/// <summary>A webhook trigger after a change.</summary>
/// <param name="Webhook">The trigger as it now is.</param>
/// <param name="NewSecret">The secret that this change has set, to be shown once; null when it has set none.</param>
public sealed record ChangedWebhook(OpenWebhook Webhook, string? NewSecret);

/// <summary>Webhook triggers with their secrets: the only way to them. Thread-safe.</summary>
public sealed class WebhookTriggers(WebhookStore store, WorkflowStore workflows, SecretCipher cipher, TimeProvider time)
{
    /// <summary>How long the secret before the present one verifies where nothing else is said.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    private const string TokenPrefix = "hsec_";

    /// <summary>Stores a new trigger.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="settings">What it is to do.</param>
    /// <param name="secret">The secret that the sender has fixed; null to have one made where one is needed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="OrcheoException">There is no such workflow or version, or the secret does not fit.</exception>
    public async Task<ChangedWebhook> CreateAsync(string tenant, WebhookSettings settings, string? secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RequireFits(settings, secret);
        await RequireWorkflowAsync(tenant, settings, cancellationToken);
        var now = time.GetUtcNow();
        var id = OrcheoId.New(OrcheoId.Webhook, now);
        var secrets = new WebhookSecrets(WebhookSecrets.NewToken(), secret ?? NewSecret(settings));
        var trigger = new WebhookTrigger
        {
            Id = id,
            Settings = settings,
            TokenHash = WebhookSecrets.HashOf(tenant, secrets.Token),
            Revision = 1,
            SecretsVersion = 1,
            Secrets = await SealAsync(tenant, id, 1, secrets, cancellationToken),
            CreatedAt = now,
            UpdatedAt = now,
        };
        await SettleAsync(tenant, await store.CreateAsync(tenant, trigger, cancellationToken), cancellationToken);
        return new ChangedWebhook(new OpenWebhook(trigger, secrets), secrets.Current);
    }

    /// <summary>Reads a trigger by its id; null when there is none.</summary>
    public async Task<OpenWebhook?> GetAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await store.GetAsync(tenant, id, cancellationToken) is { } found ? await OpenAsync(tenant, found.Value, cancellationToken) : null;

    /// <summary>Finds the trigger of a URL; null when there is none. One read.</summary>
    public async Task<OpenWebhook?> FindAsync(string tenant, string token, CancellationToken cancellationToken) =>
        await store.GetByTokenAsync(tenant, WebhookSecrets.HashOf(tenant, token), cancellationToken) is { } found
            ? await OpenAsync(tenant, found.Value, cancellationToken)
            : null;

    /// <summary>Lists triggers newest first; see <see cref="WebhookStore.ListAsync"/>.</summary>
    public async Task<ListPage<OpenWebhook>> ListAsync(string tenant, string? workflowId, ListRequest request, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(tenant, workflowId, request, cancellationToken);
        return new ListPage<OpenWebhook>(await Task.WhenAll(page.Items.Select(trigger => OpenAsync(tenant, trigger, cancellationToken))), page.NextCursor);
    }

    /// <summary>
    /// Changes what a trigger does. Its secret stays, unless another is given, which rotates it, or the trigger is to be proved in
    /// another way, which needs a new one.
    /// </summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="tag">The <see cref="WebhookTrigger.Tag"/> that it must have.</param>
    /// <param name="settings">What it is to do.</param>
    /// <param name="secret">A new secret; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The trigger as it now is; null when it has another tag, or is gone.</returns>
    /// <exception cref="OrcheoException">There is no such workflow or version, or the secret does not fit.</exception>
    public async Task<ChangedWebhook?> UpdateAsync(
        string tenant, string id, string tag, WebhookSettings settings, string? secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RequireFits(settings, secret);
        await RequireWorkflowAsync(tenant, settings, cancellationToken);
        return await ChangeAsync(
            tenant,
            id,
            tag,
            current =>
            {
                var before = current.Trigger.Settings;
                var sameProof = before.Auth == settings.Auth && before.Scheme == settings.Scheme;
                var secrets = (sameProof, secret) switch
                {
                    (true, null) => current.Secrets,
                    (true, _) when secret == current.Secrets.Current => current.Secrets,
                    (true, _) => current.Secrets.Rotated(secret, time.GetUtcNow() + DefaultOverlap, time.GetUtcNow()),
                    _ => new WebhookSecrets(current.Secrets.Token, secret ?? NewSecret(settings)),
                };
                return (settings, secrets);
            },
            cancellationToken);
    }

    /// <summary>Gives a trigger another secret; the present one verifies for a while yet.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="tag">The <see cref="WebhookTrigger.Tag"/> that it must have.</param>
    /// <param name="secret">The new secret; null to have one made.</param>
    /// <param name="overlap">How long the present one verifies yet; zero for not at all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The trigger as it now is; null when it has another tag, or is gone.</returns>
    /// <exception cref="OrcheoException">The trigger needs no secret, or the secret does not fit.</exception>
    public Task<ChangedWebhook?> RotateAsync(
        string tenant, string id, string tag, string? secret, TimeSpan overlap, CancellationToken cancellationToken) => ChangeAsync(
            tenant,
            id,
            tag,
            current =>
            {
                var settings = current.Trigger.Settings;
                if (settings.Auth == WebhookAuth.None)
                {
                    throw new OrcheoException(ErrorCodes.Conflict, "The trigger has no secret to rotate: its 'auth' is none.");
                }

                RequireFits(settings, secret);
                var now = time.GetUtcNow();
                return (settings, current.Secrets.Rotated(secret ?? NewSecret(settings)!, now + overlap, now));
            },
            cancellationToken);

    /// <summary>Removes a trigger.</summary>
    /// <returns>False when it has another tag, or is gone.</returns>
    public async Task<bool> DeleteAsync(string tenant, string id, string tag, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(tenant, id, cancellationToken) is { } current && current.Value.Tag == tag)
        {
            if (await store.DeleteAsync(tenant, current, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<ChangedWebhook?> ChangeAsync(
        string tenant, string id, string tag, Func<OpenWebhook, (WebhookSettings Settings, WebhookSecrets Secrets)> change, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(tenant, id, cancellationToken) is { } found && found.Value.Tag == tag)
        {
            var current = await OpenAsync(tenant, found.Value, cancellationToken);
            var (settings, secrets) = change(current);
            var next = found.Value with { Settings = settings, Revision = found.Value.Revision + 1, UpdatedAt = time.GetUtcNow() };
            if (secrets != current.Secrets)
            {
                var version = next.SecretsVersion + 1;
                next = next with
                {
                    SecretsVersion = version,
                    Secrets = await SealAsync(tenant, id, version, secrets, cancellationToken),
                    PreviousSecretExpiresAt = secrets.PreviousExpiresAt,
                };
            }

            if (await store.ReplaceAsync(tenant, found, next, cancellationToken) is { } replaced)
            {
                await SettleAsync(tenant, replaced, cancellationToken);
                return new ChangedWebhook(new OpenWebhook(next, secrets), secrets.Current == current.Secrets.Current ? null : secrets.Current);
            }

            // Somebody else wrote: a caller, which the tag tells, or a rotation of the master key, which does not count.
        }

        return null;
    }

    private async Task RequireWorkflowAsync(string tenant, WebhookSettings settings, CancellationToken cancellationToken)
    {
        if (await workflows.GetAsync(tenant, settings.WorkflowId, cancellationToken) is not { } workflow)
        {
            throw Invalid(ErrorCodes.NotFound, $"There is no workflow '{settings.WorkflowId}'.", "/workflow_id");
        }

        if (int.TryParse(settings.Version, out var number) && number > workflow.Value.Version)
        {
            throw Invalid(ErrorCodes.NotFound, $"The workflow has no version {number}.", "/version");
        }
    }

    private static void RequireFits(WebhookSettings settings, string? secret)
    {
        if (secret is null)
        {
            return;
        }

        if (settings.Auth == WebhookAuth.None)
        {
            throw Invalid(ErrorCodes.ValueOutOfRange, "With \"auth\": \"none\" there is no secret.", "/signing_secret");
        }

        if (settings.Auth == WebhookAuth.Hmac && !WebhookSchemes.Find(settings.Scheme!)!.TryReadKey(secret, out _))
        {
            throw Invalid(
                ErrorCodes.ValueOutOfRange, $"This is not a secret of the scheme {settings.Scheme}: whsec_ and the base64 of the key.", "/signing_secret");
        }
    }

    private static OrcheoException Invalid(string code, string message, string pointer) => new(code, message, [new ErrorDetail(code, message, pointer)]);

    private static string? NewSecret(WebhookSettings settings) => settings.Auth switch
    {
        WebhookAuth.Hmac => WebhookSchemes.Find(settings.Scheme!)!.NewSecret(),
        WebhookAuth.Token => TokenPrefix + WebhookSecrets.NewToken(),
        _ => null,
    };

    /// <summary>
    /// Sees that what was just stored is under the key that is current now: a rotation of the master key may have passed by before it was
    /// stored.
    /// </summary>
    private async Task SettleAsync(string tenant, Versioned<WebhookTrigger>? stored, CancellationToken cancellationToken)
    {
        while (stored is { } current)
        {
            var trigger = current.Value;
            var bound = WebhookTrigger.AssociatedData(tenant, trigger.Id, trigger.SecretsVersion);
            var rewrapped = await cipher.RewrapAsync(trigger.Secrets, bound, cancellationToken);
            if (ReferenceEquals(rewrapped, trigger.Secrets)
                || await store.ReplaceAsync(tenant, current, trigger with { Secrets = rewrapped }, cancellationToken) is not null)
            {
                return;
            }

            stored = await store.GetAsync(tenant, trigger.Id, cancellationToken);
        }
    }

    private async Task<Core.Credentials.SecretEnvelope> SealAsync(
        string tenant, string id, int version, WebhookSecrets secrets, CancellationToken cancellationToken)
    {
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(secrets, OrcheoJson.Options);
        try
        {
            return await cipher.EncryptAsync(plaintext, WebhookTrigger.AssociatedData(tenant, id, version), cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private async Task<OpenWebhook> OpenAsync(string tenant, WebhookTrigger trigger, CancellationToken cancellationToken)
    {
        var bound = WebhookTrigger.AssociatedData(tenant, trigger.Id, trigger.SecretsVersion);
        var plaintext = await cipher.DecryptAsync(trigger.Secrets, bound, cancellationToken);
        try
        {
            return new OpenWebhook(trigger, JsonSerializer.Deserialize<WebhookSecrets>(plaintext, OrcheoJson.Options)!);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}
