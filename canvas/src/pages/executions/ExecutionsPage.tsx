import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Activity, ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { filteredExecutionsQuery, hasEnded, triggerChoicesQuery, type ExecutionFilter } from '@/api/executionQueries';
import { workflowsQuery } from '@/api/queries';
import type { ExecutionStatus } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Select } from '@/components/ui/Field';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { statusLabel } from '@/components/ui/StatusBadge';
import { useTitle } from '@/hooks/useTitle';
import { ExecutionsTable } from './ExecutionsTable';

const STATUSES: ExecutionStatus[] = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelling', 'cancelled'];
const LIMIT = 25;
const LOOK = 2000;
const LOOK_RARELY = 8000;

/** Every execution, newest first: by workflow, by status, by trigger. What runs is looked at again and again. */
export function ExecutionsPage() {
  useTitle('Executions');
  const [params, setParams] = useSearchParams();
  const filter: ExecutionFilter = {
    workflow_id: params.get('workflow') ?? undefined,
    status: (params.get('status') as ExecutionStatus | null) ?? undefined,
    trigger_id: params.get('trigger') ?? undefined,
    page: Number(params.get('page') ?? 1) || 1,
    limit: LIMIT,
  };
  const filtered = filter.workflow_id !== undefined || filter.status !== undefined || filter.trigger_id !== undefined;
  const page = filter.page ?? 1;
  const executions = useQuery({
    ...filteredExecutionsQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => !hasEnded(status)) === true ? LOOK : page === 1 ? LOOK_RARELY : false,
  });
  const workflows = useQuery(workflowsQuery({ limit: 200 }));
  const triggers = useQuery(triggerChoicesQuery());
  const names = new Map(workflows.data?.items.map(({ id, name }) => [id, name]));

  const change = (name: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.delete('page');
      if (value === '') {
        next.delete(name);
      } else {
        next.set(name, value);
      }
      return next;
    });
  const goTo = (number: number) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('page', String(number));
      return next;
    });

  return (
    <Page>
      <PageHeader title="Executions" description="Every run of every workflow, however it was started." />
      <div role="search" aria-label="Filter executions" className="flex flex-wrap items-center gap-2 pb-4">
        <Select
          aria-label="Workflow"
          className="w-56!"
          value={filter.workflow_id ?? ''}
          onChange={(event) => change('workflow', event.target.value)}
        >
          <option value="">Any workflow</option>
          {workflows.data?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Status"
          className="w-36!"
          value={filter.status ?? ''}
          onChange={(event) => change('status', event.target.value)}
        >
          <option value="">Any status</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {statusLabel(status)}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Trigger"
          className="w-60!"
          value={filter.trigger_id ?? ''}
          onChange={(event) => change('trigger', event.target.value)}
        >
          <option value="">Any trigger</option>
          {triggers.data?.map(({ id, label, workflow_id }) => (
            <option key={id} value={id}>
              {`${label} · ${names.get(workflow_id) ?? workflow_id}`}
            </option>
          ))}
        </Select>
        {filtered && (
          <Button variant="ghost" icon={<X className="size-4" />} onClick={() => setParams({})}>
            Clear
          </Button>
        )}
      </div>
      {executions.isPending && <Loading />}
      {executions.isError && <ErrorState error={executions.error} onRetry={() => void executions.refetch()} />}
      {executions.data?.items.length === 0 && (
        <EmptyState icon={<Activity />} title={filtered || page > 1 ? 'Nothing here' : 'Nothing has run yet'}>
          {filtered || page > 1
            ? 'No execution is like that. Clear the filter to see all of them.'
            : 'Open a workflow and press Run, or give it a trigger. What runs is listed here while it runs and after.'}
        </EmptyState>
      )}
      {executions.data !== undefined && executions.data.items.length > 0 && (
        <ExecutionsTable executions={executions.data.items} names={names} />
      )}
      {executions.data !== undefined && (page > 1 || executions.data.next_cursor !== null) && (
        <nav aria-label="Pages" className="flex items-center justify-end gap-2 pt-3">
          <Button
            size="sm"
            icon={<ChevronLeft className="size-4" />}
            disabled={page === 1}
            onClick={() => goTo(page - 1)}
          >
            Newer
          </Button>
          <span className="text-xs text-muted">Page {page}</span>
          <Button size="sm" disabled={executions.data.next_cursor === null} onClick={() => goTo(page + 1)}>
            Older
            <ChevronRight className="size-4" />
          </Button>
        </nav>
      )}
    </Page>
  );
}
