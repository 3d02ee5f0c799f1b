import { ScrollText, X } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { auditPages } from '@/api/adminQueries';
import type { AuditEntry } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Field, Input, Select } from '@/components/ui/Field';
import { formatMoment } from '@/components/ui/format';
import { JsonTree } from '@/components/ui/JsonTree';
import { LoadMore } from '@/components/ui/LoadMore';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { Table, type Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { useDebounced } from '@/hooks/useDebounced';
import { usePages } from '@/hooks/usePages';
import { useTitle } from '@/hooks/useTitle';
import { isFilter, placeOf, RESOURCES } from './words';

export function AuditPage() {
  useTitle('Audit');
  const [params, setParams] = useSearchParams();
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const type = params.get('type') ?? '';
  const id = params.get('resource') ?? '';
  const actor = params.get('actor') ?? '';
  const filter = useDebounced({ resource: id !== '' ? id : type, actor }, 200);
  const log = usePages(
    auditPages({
      resource: isFilter(filter.resource) ? filter.resource : undefined,
      actor: isFilter(filter.actor) ? filter.actor : undefined,
    }),
  );
  const filtered = id !== '' || type !== '' || actor !== '';
  const set = (name: 'type' | 'resource' | 'actor', value: string) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (value.trim() === '') {
          next.delete(name);
        } else {
          next.set(name, value.trim());
        }
        return next;
      },
      { replace: true },
    );

  const columns: Column<AuditEntry>[] = [
    { id: 'when', header: 'When', cell: ({ ts }) => <Time value={ts} /> },
    {
      id: 'who',
      header: 'Who',
      className: 'max-w-40',
      cell: ({ actor: who }) => (
        <button
          type="button"
          title={`Only what ${who.name} did (${who.id})`}
          onClick={() => set('actor', who.id)}
          className="block max-w-full truncate hover:text-accent hover:underline"
        >
          {who.name === '' ? who.id : who.name}
        </button>
      ),
    },
    { id: 'what', header: 'What', cell: ({ action }) => <Badge className="font-mono">{action}</Badge> },
    {
      id: 'which',
      header: 'Which',
      className: 'w-full max-w-0 min-w-48',
      cell: (entry) => <Resource entry={entry} />,
    },
    {
      id: 'from',
      header: 'From',
      className: 'max-lg:hidden',
      cell: ({ ip }) => <code className="font-mono text-xs text-muted">{ip}</code>,
    },
    {
      id: 'details',
      header: <span className="sr-only">Details</span>,
      className: 'text-right',
      cell: (entry) => (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Details of ${entry.action} ${entry.resource.id}`}
          onClick={() => setShown(entry)}
        >
          Details
        </Button>
      ),
    },
  ];
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Who changed what, when, and from where. Newest first; nothing in it can be changed."
      />
      <div className="flex flex-wrap items-end gap-3 pb-3">
        <Field label="About" className="w-40">
          {(control) => (
            <Select
              {...control}
              value={type}
              disabled={id !== ''}
              onChange={(event) => set('type', event.target.value)}
            >
              <option value="">everything</option>
              {RESOURCES.map(({ type: value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Id of one thing"
          className="w-72 max-w-full"
          error={id !== '' && !isFilter(id) ? NOT_AN_ID : undefined}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-xs!"
              placeholder="wf_…"
              value={id}
              onChange={(event) => set('resource', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Key of who did it"
          className="w-56 max-w-full"
          error={actor !== '' && !isFilter(actor) ? NOT_AN_ID : undefined}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-xs!"
              placeholder="key_… or admin"
              value={actor}
              onChange={(event) => set('actor', event.target.value)}
            />
          )}
        </Field>
        {filtered && (
          <Button variant="ghost" icon={<X className="size-4" />} onClick={() => setParams({}, { replace: true })}>
            Show all
          </Button>
        )}
      </div>
      {log.isPending && <Loading />}
      {log.error !== null && <ErrorState error={log.error} onRetry={log.retry} />}
      {log.items?.length === 0 && (
        <EmptyState icon={<ScrollText />} title={filtered ? 'Nothing matches' : 'Nothing happened yet'}>
          {filtered
            ? 'No entry is about that, or by that key.'
            : 'Every change, every start and every refusal of a webhook is noted here, with the key that made it.'}
        </EmptyState>
      )}
      {log.items !== undefined && log.items.length > 0 && (
        <Table label="Audit log" columns={columns} rows={log.items} rowKey={({ id: key }) => key} />
      )}
      <LoadMore more={log.more} busy={log.isLoadingMore} />
      {shown !== null && <Details entry={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}

const NOT_AN_ID = 'Ids have lower-case letters, digits, “_” and “-”.';

function Resource({ entry: { resource, details } }: { entry: AuditEntry }) {
  const name = typeof details['name'] === 'string' ? details['name'] : undefined;
  const place = placeOf(resource);
  const text = (
    <>
      {name !== undefined && <span className="font-medium">{name} </span>}
      <code className="font-mono text-xs text-muted">{resource.id}</code>
    </>
  );
  return place === undefined ? (
    <span className="block truncate">{text}</span>
  ) : (
    <Link to={place} className="block truncate hover:underline">
      {text}
    </Link>
  );
}

function Details({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const facts = [
    ['When', formatMoment(entry.ts)],
    ['Who', `${entry.actor.name} (${entry.actor.id})`],
    ['Which', `${entry.resource.type} ${entry.resource.id}`],
    ['From', entry.ip],
    ['Request', entry.request_id],
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={<code className="font-mono">{entry.action}</code>}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {facts.map(([term, fact]) => (
          <div key={term} className="contents">
            <dt className="text-muted">{term}</dt>
            <dd className="break-all">{fact}</dd>
          </div>
        ))}
      </dl>
      {Object.keys(entry.details).length > 0 && (
        <div className="mt-3 rounded-md border border-line bg-sunken p-2">
          <JsonTree value={entry.details} />
        </div>
      )}
    </Dialog>
  );
}
