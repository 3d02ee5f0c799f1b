import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import type { WebhookTrigger } from '@/api/types';
import { Field, Select } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';

const OVERLAPS = [
  { seconds: 0, label: 'not at all' },
  { seconds: 3600, label: 'an hour more' },
  { seconds: 86_400, label: 'a day more' },
  { seconds: 604_800, label: 'a week more' },
];

interface RotateDialogProps {
  trigger: WebhookTrigger;
  onClose(): void;
  onRotated(trigger: WebhookTrigger): void;
}

/** Puts another secret in place of a webhook's, with a time in which both are good. */
export function RotateDialog({ trigger, onClose, onRotated }: RotateDialogProps) {
  const client = useQueryClient();
  const [overlap, setOverlap] = useState(86_400);
  const rotate = useMutation({
    mutationFn: async () =>
      unwrap(
        await api.POST('/triggers/webhook/{id}/rotate-secret', {
          params: { path: { id: trigger.id } },
          body: { overlap_seconds: overlap },
        }),
      ),
    onSuccess: async (changed) => {
      await client.invalidateQueries({ queryKey: ['triggers'] });
      onRotated(changed);
    },
  });
  return (
    <FormDialog
      size="sm"
      title="Rotate the secret"
      description="A new secret is made and shown once."
      action="Rotate"
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={() => rotate.mutate()}
      onClose={onClose}
    >
      <Field label="The present secret is good for" hint="Time to give the new one to the sender.">
        {(control) => (
          <Select {...control} value={overlap} onChange={(event) => setOverlap(Number(event.target.value))}>
            {OVERLAPS.map(({ seconds, label }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
