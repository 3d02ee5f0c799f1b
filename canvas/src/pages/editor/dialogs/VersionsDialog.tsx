import { useQuery } from '@tanstack/react-query';
import { History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { versionsQuery } from '@/api/queries';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { Dialog } from '@/components/ui/Dialog';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Loading } from '@/components/ui/Spinner';
import { Time } from '@/components/ui/Time';
import { notify } from '@/components/ui/toast';
import { readDocument, type GraphDocument } from '@/graph/document';
import { current, useEditor } from '@/store/editor';
import { DiffView } from './DiffView';

/** Every version, what the draft changes in it, and a way back to it. */
export function VersionsDialog({ onClose, onRestored }: { onClose(): void; onRestored(): void }) {
  const id = useEditor((state) => state.workflowId);
  const versions = useQuery(versionsQuery(id));
  const [chosen, setChosen] = useState<number>();
  const [against, setAgainst] = useState<'draft' | number>('draft');
  const items = versions.data?.items ?? [];
  const selected = chosen ?? items[0]?.version;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="xl"
      title="Versions"
      description="What each version was, and what became of it since."
    >
      {versions.isPending && <Loading />}
      {versions.isError && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isSuccess && items.length === 0 && (
        <EmptyState icon={<History />} title="No version yet">
          Finalize the draft to make one. Triggers and callers then run it, while you go on with the draft.
        </EmptyState>
      )}
      {selected !== undefined && (
        <div className="grid gap-4 md:grid-cols-[15rem_minmax(0,1fr)]">
          <ul aria-label="Versions" className="flex max-h-[60vh] flex-col gap-1 overflow-y-auto">
            {items.map((version) => (
              <li key={version.version}>
                <button
                  type="button"
                  aria-current={version.version === selected}
                  onClick={() => setChosen(version.version)}
                  className={cx(
                    'w-full rounded-md border px-3 py-2 text-left',
                    version.version === selected ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
                  )}
                >
                  <span className="flex items-center gap-2">
                    <Badge tone="accent">v{version.version}</Badge>
                    <span className="truncate font-medium">{version.label}</span>
                  </span>
                  <span className="mt-0.5 block text-xs">
                    <Time value={version.created_at} />
                  </span>
                  {(version.notes ?? '') !== '' && (
                    <span className="mt-1 line-clamp-3 block text-xs text-muted">{version.notes}</span>
                  )}
                </button>
              </li>
            ))}
          </ul>
          <VersionDiffPane
            key={selected}
            id={id}
            version={selected}
            against={against}
            others={items.map((item) => item.version).filter((one) => one !== selected)}
            onAgainst={setAgainst}
            onRestored={() => {
              onClose();
              onRestored();
            }}
          />
        </div>
      )}
    </Dialog>
  );
}

interface PaneProps {
  id: string;
  version: number;
  against: 'draft' | number;
  others: number[];
  onAgainst(against: 'draft' | number): void;
  onRestored(): void;
}

function VersionDiffPane({ id, version, against, others, onAgainst, onRestored }: PaneProps) {
  const draft = useEditor(current);
  const before = useQuery(versionDocument(id, version));
  const other = useQuery({
    ...versionDocument(id, typeof against === 'number' ? against : version),
    enabled: typeof against === 'number',
  });
  const after = against === 'draft' ? draft : other.data;
  const restore = (document: GraphDocument) => {
    useEditor
      .getState()
      .change((now) => ({ ...document, name: now.name, description: now.description, tags: now.tags }));
    notify(`The draft is as version ${version} was`, () => useEditor.getState().undo());
    onRestored();
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label className="flex items-center gap-2 text-xs">
          What changed from v{version} to
          <select
            className="h-7 rounded-md border border-line-strong bg-surface px-1.5"
            value={String(against)}
            onChange={(event) => onAgainst(event.target.value === 'draft' ? 'draft' : Number(event.target.value))}
          >
            <option value="draft">the draft</option>
            {others.map((one) => (
              <option key={one} value={one}>
                v{one}
              </option>
            ))}
          </select>
        </label>
        <Button
          size="sm"
          icon={<RotateCcw className="size-3.5" />}
          disabled={before.data === undefined}
          onClick={() => before.data !== undefined && restore(before.data)}
        >
          Restore v{version} into the draft
        </Button>
      </div>
      {before.isError && <ErrorState error={before.error} onRetry={() => void before.refetch()} />}
      {before.data === undefined || after === undefined ? <Loading /> : <DiffView before={before.data} after={after} />}
    </div>
  );
}

const versionDocument = (id: string, version: number) => ({
  queryKey: ['workflows', 'version', id, version] as const,
  queryFn: async () =>
    readDocument(unwrap(await api.GET('/workflows/{id}', { params: { path: { id }, query: { version } } }))),
  staleTime: Infinity,
});
