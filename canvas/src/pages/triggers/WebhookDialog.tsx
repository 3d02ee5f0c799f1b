import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import type { WebhookTrigger, WebhookTriggerInput } from '@/api/types';
import { Field, Input, Select } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';
import { TargetFields, type Target } from './TargetFields';
import { SCHEMES } from './words';

interface WebhookDialogProps {
  /** The trigger to change, with its ETag; null to make one. */
  edited: { value: WebhookTrigger; etag: string } | null;
  workflowId?: string;
  onClose(): void;
  onSaved(trigger: WebhookTrigger): void;
}

/** Makes a webhook, or changes one. */
export function WebhookDialog({ edited, workflowId = '', onClose, onSaved }: WebhookDialogProps) {
  const client = useQueryClient();
  const before = edited?.value;
  const [target, setTarget] = useState<Target>({
    workflow_id: before?.workflow_id ?? workflowId,
    version: before?.version ?? undefined,
  });
  const [auth, setAuth] = useState(before?.auth ?? 'hmac');
  const [scheme, setScheme] = useState(before?.scheme ?? 'standard');
  const [mode, setMode] = useState(before?.response_mode ?? 'immediate');
  const [secret, setSecret] = useState('');

  const save = useMutation({
    mutationFn: async () => {
      const body: WebhookTriggerInput = {
        ...target,
        auth,
        ...(auth === 'hmac' && { scheme }),
        response_mode: mode,
        enabled: before?.enabled ?? true,
        rate_limit: before?.rate_limit,
        max_body_bytes: before?.max_body_bytes,
        ...(secret !== '' && { signing_secret: secret }),
      };
      return edited === null
        ? unwrap(await api.POST('/triggers/webhook', { body }))
        : unwrap(
            await api.PUT('/triggers/webhook/{id}', {
              params: { path: { id: edited.value.id }, header: { 'If-Match': edited.etag } },
              body,
            }),
          );
    },
    onSuccess: async (trigger) => {
      await client.invalidateQueries({ queryKey: ['triggers'] });
      onSaved(trigger);
    },
  });

  return (
    <FormDialog
      title={edited === null ? 'New webhook' : 'Change the webhook'}
      description="Whatever is posted to its URL starts the workflow, once for each delivery."
      action={edited === null ? 'Create webhook' : 'Save'}
      busy={save.isPending}
      disabled={target.workflow_id === ''}
      error={save.error}
      conflict="Someone else has changed this webhook. Close this and open it again to see how."
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TargetFields value={target} onChange={setTarget} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Senders prove themselves by">
          {(control) => (
            <Select {...control} value={auth} onChange={(event) => setAuth(event.target.value as typeof auth)}>
              <option value="hmac">a signature</option>
              <option value="token">a token</option>
              <option value="none">knowing the URL</option>
            </Select>
          )}
        </Field>
        {auth === 'hmac' && (
          <Field label="Signed as">
            {(control) => (
              <Select {...control} value={scheme} onChange={(event) => setScheme(event.target.value as typeof scheme)}>
                {SCHEMES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      {auth === 'none' && (
        <p className="rounded-md bg-wait-soft px-3 py-2 text-xs text-wait">
          Whoever learns the URL can start the workflow. Use this for tests, or where the sender can do nothing better.
        </p>
      )}
      {auth !== 'none' && edited === null && (
        <Field
          label={auth === 'hmac' ? 'Signing secret' : 'Token'}
          hint={
            auth === 'hmac' && scheme !== 'standard'
              ? 'Leave it empty to have one made; give the one that the sender has where it makes it.'
              : 'Leave it empty: one is made and shown once.'
          }
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={secret}
              placeholder="Made for you"
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label="The sender gets" hint={MODE_HINTS[mode]}>
        {(control) => (
          <Select {...control} value={mode} onChange={(event) => setMode(event.target.value as typeof mode)}>
            <option value="immediate">an answer at once</option>
            <option value="on_completion">the output of the workflow</option>
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}

const MODE_HINTS = {
  immediate: '202 with the id of the execution, while it runs.',
  on_completion: 'The sender waits for the end, for at most 25 seconds.',
};
