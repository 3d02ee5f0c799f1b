import { FileUp, LayoutTemplate, Plus, Search, Workflow as WorkflowIcon, X } from 'lucide-react';
import { lazy, Suspense, useRef, useState, type DragEvent } from 'react';
import { useSearchParams } from 'react-router';
import { workflowPages } from '@/api/adminQueries';
import type { WorkflowInput } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Input } from '@/components/ui/Field';
import { LoadMore } from '@/components/ui/LoadMore';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { useDebounced } from '@/hooks/useDebounced';
import { usePages } from '@/hooks/usePages';
import { useShortcuts } from '@/hooks/useShortcuts';
import { useTitle } from '@/hooks/useTitle';
import { useWorkflowActions } from './useWorkflowActions';
import { WorkflowTable } from './WorkflowTable';

const ExampleGallery = lazy(() => import('./ExampleGallery'));
const RENEW = 10_000;

export function WorkflowsPage() {
  useTitle('Workflows');
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const [galleryOpen, setGalleryOpen] = useState(false);
  const [dropping, setDropping] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const q = useDebounced(text.trim());
  const tag = params.get('tag') ?? undefined;
  const actions = useWorkflowActions();
  const list = usePages({ ...workflowPages({ q: q === '' ? undefined : q, tag }), refetchInterval: RENEW });
  const filtered = q !== '' || tag !== undefined;

  const blank = () => actions.make.mutate({ name: 'Untitled workflow', nodes: [], edges: [] });
  const setTag = (value?: string) => setParams(value === undefined ? {} : { tag: value }, { replace: true });
  useShortcuts('Workflows', [
    { keys: '/', label: 'Search workflows', run: () => search.current?.focus() },
    { keys: 'n', label: 'New workflow', run: blank },
    { keys: 'e', label: 'Start from an example', run: () => setGalleryOpen(true) },
  ]);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    actions.importFiles.mutate([...event.dataTransfer.files]);
  };
  const pick = (document: WorkflowInput) => {
    setGalleryOpen(false);
    actions.make.mutate(document);
  };
  const newButton = (
    <Button variant="primary" icon={<Plus className="size-4" />} busy={actions.make.isPending} onClick={blank}>
      New workflow
    </Button>
  );
  const examplesButton = (
    <Button icon={<LayoutTemplate className="size-4" />} onClick={() => setGalleryOpen(true)}>
      Examples
    </Button>
  );

  return (
    <div
      className="relative h-full"
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('Files')) {
          event.preventDefault();
          setDropping(true);
        }
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setDropping(false)}
      onDrop={drop}
    >
      <Page>
        <PageHeader
          title="Workflows"
          description="What runs, how it went last, and where you go on."
          actions={
            <>
              <Button
                icon={<FileUp className="size-4" />}
                busy={actions.importFiles.isPending}
                onClick={() => picker.current?.click()}
              >
                Import
              </Button>
              {examplesButton}
              {newButton}
            </>
          }
        />
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          multiple
          hidden
          aria-label="Files to import"
          onChange={(event) => {
            actions.importFiles.mutate([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <div className="flex flex-wrap items-center gap-2 pb-3">
          <div className="relative w-full max-w-xs">
            <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
            <Input
              ref={search}
              type="search"
              aria-label="Search workflows"
              placeholder="Search by name or description"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="pl-8!"
            />
          </div>
          {tag !== undefined && (
            <Button size="sm" onClick={() => setTag()} aria-label={`Remove the filter ${tag}`}>
              Tag: {tag}
              <X aria-hidden className="size-3.5" />
            </Button>
          )}
        </div>
        {list.isPending && <Loading />}
        {list.error !== null && <ErrorState error={list.error} onRetry={list.retry} />}
        {list.items?.length === 0 && !filtered && (
          <EmptyState
            icon={<WorkflowIcon />}
            title="No workflow yet"
            action={
              <div className="flex gap-2">
                {newButton}
                {examplesButton}
              </div>
            }
          >
            A workflow is a graph of nodes. Each does one thing, a call, a decision, a wait, and hands its output to the
            next. An example shows it best; you can also drop a JSON file here.
          </EmptyState>
        )}
        {list.items?.length === 0 && filtered && (
          <EmptyState
            icon={<Search />}
            title="Nothing matches"
            action={
              <Button
                onClick={() => {
                  setText('');
                  setTag();
                }}
              >
                Show all
              </Button>
            }
          >
            Names and descriptions are searched. A tag must match as a whole.
          </EmptyState>
        )}
        {list.items !== undefined && list.items.length > 0 && (
          <WorkflowTable workflows={list.items} actions={actions} onTag={setTag} />
        )}
        <LoadMore more={list.more} busy={list.isLoadingMore} />
      </Page>
      <div
        aria-hidden={!dropping}
        className={cx(
          'pointer-events-none absolute inset-3 z-20 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/80 text-lg font-medium text-accent',
          !dropping && 'hidden',
        )}
      >
        Drop workflow files to import them
      </div>
      {galleryOpen && (
        <Suspense fallback={null}>
          <ExampleGallery open onOpenChange={setGalleryOpen} onPick={pick} />
        </Suspense>
      )}
    </div>
  );
}
