import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/errors';
import type { Credential } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { FormError } from '@/components/ui/FormError';
import { notify } from '@/components/ui/toast';

/** Asks before a credential is deleted, and says which workflows would miss it. */
export function DeleteCredential({ credential, onClose }: { credential: Credential; onClose(): void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: async (force: boolean) =>
      unwrap(
        await api.DELETE('/credentials/{id}', {
          params: { path: { id: credential.id }, query: force ? { force } : {} },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['credentials'] });
      notify(`Deleted “${credential.name}”`);
      onClose();
    },
  });
  const used = remove.error instanceof ApiError && remove.error.status === 409;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={`Delete “${credential.name}”?`}
      description="Its secret is gone for good. Nodes that name it fail."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(used)}>
            {used ? 'Delete all the same' : 'Delete'}
          </Button>
        </>
      }
    >
      <FormError error={remove.error} />
    </Dialog>
  );
}
