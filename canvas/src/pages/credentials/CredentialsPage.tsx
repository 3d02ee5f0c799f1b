import { useQuery } from '@tanstack/react-query';
import { LockKeyhole, MoreHorizontal, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrapTagged } from '@/api/client';
import { credentialsQuery } from '@/api/queries';
import type { Credential } from '@/api/types';
import { CredentialDialog } from '@/components/credentials/CredentialDialog';
import { TYPE_WORDS } from '@/components/credentials/secretFields';
import { Badge } from '@/components/ui/Badge';
import { Button, IconButton } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Menu } from '@/components/ui/Menu';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { Table, type Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { notify, notifyError } from '@/components/ui/toast';
import { useShortcuts } from '@/hooks/useShortcuts';
import { useTitle } from '@/hooks/useTitle';
import { DeleteCredential } from './DeleteCredential';

export function CredentialsPage() {
  useTitle('Credentials');
  const credentials = useQuery(credentialsQuery());
  const [edited, setEdited] = useState<{ value: Credential; etag: string } | 'new' | null>(null);
  const [doomed, setDoomed] = useState<Credential | null>(null);
  useShortcuts('Credentials', [{ keys: 'n', label: 'New credential', run: () => setEdited('new') }]);

  const change = async (id: string) => {
    try {
      setEdited(unwrapTagged(await api.GET('/credentials/{id}', { params: { path: { id } } })));
    } catch (error) {
      notifyError('The credential could not be read', error);
    }
  };
  const button = (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={() => setEdited('new')}>
      New credential
    </Button>
  );
  const columns: Column<Credential>[] = [
    {
      id: 'name',
      header: 'Name',
      className: 'w-full max-w-0 min-w-48',
      cell: ({ name, id }) => (
        <>
          <span className="block truncate font-medium">{name}</span>
          <code className="block truncate font-mono text-2xs text-muted">{id}</code>
        </>
      ),
    },
    { id: 'type', header: 'Type', cell: ({ type }) => <Badge>{TYPE_WORDS[type].label}</Badge> },
    {
      id: 'used',
      header: 'Last used',
      cell: ({ last_used_at: used }) =>
        used === undefined || used === null ? <span className="text-faint">never</span> : <Time value={used} />,
    },
    { id: 'changed', header: 'Changed', className: 'max-md:hidden', cell: ({ updated_at: at }) => <Time value={at} /> },
    {
      id: 'menu',
      header: <span className="sr-only">Actions</span>,
      className: 'text-right',
      cell: (credential) => (
        <Menu
          trigger={
            <IconButton label={`Actions for ${credential.name}`} size="sm">
              <MoreHorizontal className="size-4" />
            </IconButton>
          }
          items={[
            { label: 'Rename or replace', icon: <Pencil />, onSelect: () => void change(credential.id) },
            'separator',
            { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => setDoomed(credential) },
          ]}
        />
      ),
    },
  ];
  return (
    <Page>
      <PageHeader
        title="Credentials"
        description="Secrets that nodes use by name. They are encrypted, cut out of every output and log, and never shown."
        actions={button}
      />
      {credentials.isPending && <Loading />}
      {credentials.isError && <ErrorState error={credentials.error} onRetry={() => void credentials.refetch()} />}
      {credentials.data?.items.length === 0 && (
        <EmptyState icon={<LockKeyhole />} title="No credential yet" action={button}>
          A credential keeps a token or a password out of your workflows. A node names it and is given the secret while
          it runs.
        </EmptyState>
      )}
      {credentials.data !== undefined && credentials.data.items.length > 0 && (
        <Table label="Credentials" columns={columns} rows={credentials.data.items} rowKey={({ id }) => id} />
      )}
      {edited !== null && (
        <CredentialDialog
          edited={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={({ name }) => {
            notify(edited === 'new' ? `“${name}” is stored` : `“${name}” was changed`);
            setEdited(null);
          }}
        />
      )}
      {doomed !== null && <DeleteCredential credential={doomed} onClose={() => setDoomed(null)} />}
    </Page>
  );
}
