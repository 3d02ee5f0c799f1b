import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Field, Input, Textarea } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';
import { notify } from '@/components/ui/toast';
import { useEditor } from '@/store/editor';
import { saveDraft } from '@/store/saving';

/** Makes a version of the draft, which does not change any more. */
export function FinalizeDialog({ errors, onClose }: { errors: number; onClose(): void }) {
  const client = useQueryClient();
  const version = useEditor((state) => state.version);
  const [label, setLabel] = useState('');
  const [notes, setNotes] = useState('');
  const finalize = useMutation({
    mutationFn: async () => {
      await saveDraft();
      const id = useEditor.getState().workflowId;
      return unwrap(
        await api.POST('/workflows/{id}/versions', {
          params: { path: { id } },
          body: { ...(label !== '' && { label }), ...(notes !== '' && { notes }) },
        }),
      );
    },
    onSuccess: (made) => {
      useEditor.setState({ version: made.version });
      void client.invalidateQueries({ queryKey: ['workflows'] });
      notify(`Version ${made.version} is finalized`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Finalize version ${version + 1}`}
      description="A version never changes. Triggers and callers run the latest one; the draft stays open for your next changes."
      action="Finalize"
      busy={finalize.isPending}
      disabled={errors > 0}
      error={finalize.error}
      onSubmit={() => finalize.mutate()}
      onClose={onClose}
    >
      {errors > 0 && (
        <p className="rounded-md bg-bad-soft p-2 text-bad">
          {errors === 1 ? 'One error has' : `${errors} errors have`} to be mended first: see Problems below the canvas.
        </p>
      )}
      <Field label="Label" hint="A few words, such as “Retries the payment”.">
        {(control) => (
          <Input {...control} maxLength={100} value={label} onChange={(event) => setLabel(event.target.value)} />
        )}
      </Field>
      <Field label="Notes">
        {(control) => <Textarea {...control} value={notes} onChange={(event) => setNotes(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}
