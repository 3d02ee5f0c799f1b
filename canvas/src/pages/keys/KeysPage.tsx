import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { keysQuery, workspaceQuery } from '@/api/adminQueries';
import { API_BASE, api, unwrap } from '@/api/client';
import type { ApiKey, ApiKeyCreated } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { CodeBlock } from '@/components/ui/CodeBlock';
import { ConfirmDialog, Dialog } from '@/components/ui/Dialog';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { SecretOnce } from '@/components/ui/SecretOnce';
import { Loading } from '@/components/ui/Spinner';
import { Table, type Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { notify, notifyError } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/Tooltip';
import { useShortcuts } from '@/hooks/useShortcuts';
import { useTitle } from '@/hooks/useTitle';
import { KeyDialog } from './KeyDialog';
import { ALL_SCOPES } from './scopes';

export function KeysPage() {
  useTitle('API keys');
  const client = useQueryClient();
  const keys = useQuery(keysQuery());
  const workspace = useQuery(workspaceQuery());
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  useShortcuts('API keys', [{ keys: 'n', label: 'New API key', run: () => setMaking(true) }]);
  const own = workspace.data?.key.id;

  const revoke = async (key: ApiKey) => {
    try {
      unwrap(await api.DELETE('/api-keys/{id}', { params: { path: { id: key.id } } }));
      await client.invalidateQueries({ queryKey: ['keys'] });
      notify(`“${key.name}” is revoked`);
    } catch (error) {
      notifyError('The key could not be revoked', error);
    }
  };
  const button = (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={() => setMaking(true)}>
      New API key
    </Button>
  );
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      header: 'Name',
      className: 'w-1/3 max-w-0 min-w-40',
      cell: ({ name, prefix, id }) => (
        <>
          <span className="flex items-center gap-2 font-medium">
            <span className="truncate">{name}</span>
            {id === own && <Badge tone="accent">yours</Badge>}
          </span>
          <code className="block truncate font-mono text-2xs text-muted">{prefix}…</code>
        </>
      ),
    },
    { id: 'scopes', header: 'May', className: 'w-1/3', cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    {
      id: 'used',
      header: 'Last used',
      cell: ({ last_used_at: used }) =>
        used === undefined || used === null ? <span className="text-faint">never</span> : <Time value={used} />,
    },
    { id: 'expires', header: 'Expires', cell: (key) => <Expiry at={key.expires_at} /> },
    { id: 'made', header: 'Made', className: 'max-lg:hidden', cell: ({ created_at: at }) => <Time value={at} /> },
    {
      id: 'revoke',
      header: <span className="sr-only">Actions</span>,
      className: 'text-right',
      cell: (key) => (
        <Button size="sm" variant="danger" aria-label={`Revoke ${key.name}`} onClick={() => setDoomed(key)}>
          Revoke
        </Button>
      ),
    },
  ];
  return (
    <Page>
      <PageHeader
        title="API keys"
        description="What programs and people sign in with. Orcheo keeps a hash, so a lost key cannot be read: make another."
        actions={button}
      />
      {keys.isPending && <Loading />}
      {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState icon={<KeyRound />} title="No API key but the admin key" action={button}>
          The admin key may do everything. Give programs keys of their own, with the few scopes that they need: such a
          key can be revoked without locking you out.
        </EmptyState>
      )}
      {keys.data !== undefined && keys.data.length > 0 && (
        <Table label="API keys" columns={columns} rows={keys.data} rowKey={({ id }) => id} />
      )}
      {making && (
        <KeyDialog
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false);
            setMade(key);
          }}
        />
      )}
      {made !== null && <MadeKey made={made} onClose={() => setMade(null)} />}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(open) => !open && setDoomed(null)}
        title={`Revoke “${doomed?.name ?? ''}”?`}
        description={
          doomed?.id === own
            ? 'It is the key that you are signed in with: you are signed out at once.'
            : 'Whoever uses it is refused from the next request on. This cannot be undone.'
        }
        action="Revoke"
        onConfirm={() => doomed !== null && revoke(doomed)}
      />
    </Page>
  );
}

function MadeKey({ made, onClose }: { made: ApiKeyCreated; onClose(): void }) {
  const address = new URL(API_BASE, location.href).href;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`“${made.name}” is made`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <SecretOnce label="API key" secret={made.secret_once} />
        <CodeBlock label="Example" text={`curl -H 'Authorization: Bearer ${made.secret_once}' ${address}/workspace`} />
      </div>
    </Dialog>
  );
}

function Scopes({ scopes }: { scopes: string[] }) {
  if (scopes.length === ALL_SCOPES.length) {
    return <Badge tone="accent">everything</Badge>;
  }
  const [shown, rest] = [scopes.slice(0, 3), scopes.slice(3)];
  return (
    <span className="flex flex-wrap gap-1">
      {shown.map((scope) => (
        <Badge key={scope} className="font-mono">
          {scope}
        </Badge>
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.join(', ')}>
          <button type="button" aria-label={`And ${rest.join(', ')}`}>
            <Badge>+{rest.length}</Badge>
          </button>
        </Tooltip>
      )}
    </span>
  );
}

function Expiry({ at }: { at: string | null | undefined }) {
  if (at === undefined || at === null) {
    return <span className="text-faint">never</span>;
  }
  return Date.parse(at) < Date.now() ? <Badge tone="bad">expired</Badge> : <Time value={at} />;
}
