import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { credentialTypesQuery } from '@/api/adminQueries';
import { api, unwrap } from '@/api/client';
import type { Credential, CredentialInput, CredentialType } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { ErrorState } from '@/components/ui/ErrorState';
import { Field, Input, Select } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';
import { Loading } from '@/components/ui/Spinner';
import { SecretFields, SecretRows } from './SecretInputs';
import { fieldsOf, secretOf, secretOfRows, TYPE_WORDS, type SecretRow } from './secretFields';

interface CredentialDialogProps {
  /** The credential that gets another name or secret, with its ETag; null to make one. */
  edited: { value: Credential; etag: string } | null;
  /** Only these types are offered, such as those that a node takes. */
  types?: readonly string[];
  onClose(): void;
  onSaved(credential: Credential): void;
}

/** Makes a credential, or gives one another name or secret. The secret goes to the server and never comes back. */
export function CredentialDialog({ edited, types: allowed, onClose, onSaved }: CredentialDialogProps) {
  const client = useQueryClient();
  const types = useQuery(credentialTypesQuery());
  const [name, setName] = useState(edited?.value.name ?? '');
  const [chosen, setChosen] = useState<string>();
  const [values, setValues] = useState<Record<string, string>>({});
  const [rows, setRows] = useState<SecretRow[]>([{ name: '', value: '' }]);
  const [replaces, setReplaces] = useState(edited === null);

  const offered = [...(types.data?.keys() ?? [])].filter((type) => allowed?.includes(type) ?? true);
  const type = edited?.value.type ?? chosen ?? offered[0];
  const fields = fieldsOf((type === undefined ? undefined : types.data?.get(type)) ?? {});
  const words = type === undefined ? undefined : TYPE_WORDS[type as CredentialType];

  const save = useMutation({
    mutationFn: async () => {
      const data = (fields === null
        ? secretOfRows(rows)
        : secretOf(fields, values)) as unknown as CredentialInput['data'];
      return edited === null
        ? unwrap(await api.POST('/credentials', { body: { name: name.trim(), type: type as CredentialType, data } }))
        : unwrap(
            await api.PUT('/credentials/{id}', {
              params: { path: { id: edited.value.id }, header: { 'If-Match': edited.etag } },
              body: { name: name.trim(), ...(replaces && { data }) },
            }),
          );
    },
    onSuccess: async (credential) => {
      await client.invalidateQueries({ queryKey: ['credentials'] });
      onSaved(credential);
    },
  });

  return (
    <FormDialog
      title={edited === null ? 'New credential' : 'Change the credential'}
      description="The secret is encrypted at once. It is given to the nodes that name it, and shown to nobody."
      action={edited === null ? 'Create credential' : 'Save'}
      busy={save.isPending}
      disabled={name.trim() === '' || type === undefined}
      error={save.error}
      conflict="Someone else has changed this credential. Close this and open it again to see how."
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {types.isPending && <Loading />}
      {types.isError && <ErrorState error={types.error} onRetry={() => void types.refetch()} />}
      {types.data !== undefined && (
        <>
          <Field label="Name" required hint="By it you choose the credential in a node.">
            {(control) => (
              <Input
                {...control}
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label="Type" hint={words?.use}>
            {(control) => (
              <Select
                {...control}
                disabled={edited !== null}
                value={type}
                onChange={(event) => {
                  setChosen(event.target.value);
                  setValues({});
                }}
              >
                {(edited === null ? offered : [edited.value.type]).map((one) => (
                  <option key={one} value={one}>
                    {TYPE_WORDS[one as CredentialType]?.label ?? one}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {edited !== null && !replaces && (
            <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-raised px-3 py-2">
              <span className="text-xs text-muted">The secret is kept as it is. It cannot be shown.</span>
              <Button size="sm" onClick={() => setReplaces(true)}>
                Replace the secret
              </Button>
            </div>
          )}
          {replaces &&
            (fields === null ? (
              <SecretRows rows={rows} onChange={setRows} />
            ) : (
              <SecretFields fields={fields} values={values} onChange={setValues} />
            ))}
        </>
      )}
    </FormDialog>
  );
}
