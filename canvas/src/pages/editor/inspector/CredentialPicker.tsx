import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { credentialsQuery } from '@/api/queries';
import type { CredentialInput, NodeType, WorkflowNode } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Field, Input, Select } from '@/components/ui/Field';
import { notify, notifyError } from '@/components/ui/toast';
import { CREDENTIAL_FIELDS } from '@/graph/credentials';
import { useEditor } from '@/store/editor';

/** Chooses the credential of a node, among those that its type takes, or makes one on the spot. */
export function CredentialPicker({ node, type, error }: { node: WorkflowNode; type: NodeType; error?: string }) {
  const [creating, setCreating] = useState(false);
  const credentials = useQuery(credentialsQuery());
  const fitting = credentials.data?.items.filter((credential) => type.credential_types.includes(credential.type)) ?? [];
  const choose = (id: string) =>
    useEditor.getState().patchNode(node.id, { credentials_ref: id === '' ? undefined : id });
  const unknown =
    (node.credentials_ref ?? '') !== '' && !fitting.some((credential) => credential.id === node.credentials_ref);
  return (
    <div data-field="/credentials_ref">
      <Field
        label="Credential"
        error={error}
        hint={
          credentials.isError
            ? 'The credentials cannot be listed: your key lacks the scope credentials:manage.'
            : undefined
        }
        aside={
          <Button size="sm" variant="ghost" icon={<Plus className="size-3.5" />} onClick={() => setCreating(true)}>
            New
          </Button>
        }
      >
        {(control) => (
          <Select {...control} value={node.credentials_ref ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">None</option>
            {fitting.map((credential) => (
              <option key={credential.id} value={credential.id}>
                {credential.name} ({credential.type})
              </option>
            ))}
            {unknown && <option value={node.credentials_ref ?? ''}>{node.credentials_ref}</option>}
          </Select>
        )}
      </Field>
      {creating && (
        <NewCredential types={type.credential_types} onClose={() => setCreating(false)} onCreated={choose} />
      )}
    </div>
  );
}

function NewCredential({
  types,
  onClose,
  onCreated,
}: {
  types: string[];
  onClose(): void;
  onCreated(id: string): void;
}) {
  const client = useQueryClient();
  const known = types.filter((type) => type in CREDENTIAL_FIELDS);
  const [type, setType] = useState(known[0] ?? 'bearer_token');
  const [name, setName] = useState('');
  const [data, setData] = useState<Record<string, string>>({});
  const fields = CREDENTIAL_FIELDS[type] ?? [];
  const complete =
    name.trim() !== '' &&
    fields.every((field) => field.optional === true || (data[field.name] ?? field.options?.[0] ?? '') !== '');
  const create = useMutation({
    mutationFn: async () => {
      const given = Object.fromEntries(
        fields
          .map((field) => [field.name, data[field.name] ?? field.options?.[0] ?? ''])
          .filter(([, value]) => value !== ''),
      ) as Record<string, string>;
      return unwrap(
        await api.POST('/credentials', {
          body: { name: name.trim(), type, data: given } as unknown as CredentialInput,
        }),
      );
    },
    onSuccess: (credential) => {
      void client.invalidateQueries({ queryKey: ['credentials'] });
      notify(`Stored “${credential.name}”`);
      onCreated(credential.id);
      onClose();
    },
    onError: (error) => notifyError('The credential could not be stored', error),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New credential"
      description="It is encrypted, and never shown again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!complete} busy={create.isPending} onClick={() => create.mutate()}>
            Store
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) {
            create.mutate();
          }
        }}
      >
        <Field label="Name" required>
          {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Kind">
          {(control) => (
            <Select
              {...control}
              value={type}
              onChange={(event) => {
                setType(event.target.value);
                setData({});
              }}
            >
              {known.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        {fields.map((field) => (
          <Field key={field.name} label={field.label} required={field.optional !== true}>
            {(control) =>
              field.options !== undefined ? (
                <Select
                  {...control}
                  value={data[field.name] ?? field.options[0]}
                  onChange={(event) => setData({ ...data, [field.name]: event.target.value })}
                >
                  {field.options.map((option) => (
                    <option key={option}>{option}</option>
                  ))}
                </Select>
              ) : (
                <Input
                  {...control}
                  type={field.secret === true ? 'password' : 'text'}
                  autoComplete="new-password"
                  value={data[field.name] ?? ''}
                  onChange={(event) => setData({ ...data, [field.name]: event.target.value })}
                />
              )
            }
          </Field>
        ))}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
