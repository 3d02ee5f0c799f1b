import { FlaskConical } from 'lucide-react';
import { Link } from 'react-router';
import { hasEnded } from '@/api/executionQueries';
import type { Execution } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { formatDuration } from '@/components/ui/format';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { ROW_LINK, Table } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { useNow } from '@/hooks/useNow';
import { shortId, triggerLabel, versionLabel } from './executionLinks';

const SECOND = 1000;

/** Executions as rows; `names` of their workflows, where they are known. */
export function ExecutionsTable({ executions, names }: { executions: Execution[]; names: Map<string, string> }) {
  const running = executions.some(({ status }) => !hasEnded(status));
  const now = useNow(running, SECOND);
  return (
    <Table
      label="Executions"
      rows={executions}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'workflow',
          header: 'Workflow',
          cell: (execution) => (
            <Link to={`/executions/${execution.id}`} className={ROW_LINK}>
              {nameOf(execution, names)}
              <span className="sr-only"> {execution.id}</span>
            </Link>
          ),
        },
        { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} />, className: 'w-32' },
        {
          id: 'version',
          header: 'Version',
          cell: (execution) => (
            <span className="flex items-center gap-1.5">
              <Badge>{versionLabel(execution)}</Badge>
              {execution.test !== undefined && (
                <Badge tone="accent">
                  <FlaskConical aria-hidden className="size-3" />
                  test
                </Badge>
              )}
            </span>
          ),
        },
        { id: 'trigger', header: 'Trigger', cell: ({ trigger }) => triggerLabel(trigger.type) },
        { id: 'nodes', header: 'Nodes', cell: ({ stats }) => <Nodes stats={stats} />, className: 'max-md:hidden' },
        { id: 'started', header: 'Started', cell: ({ created_at }) => <Time value={created_at} /> },
        {
          id: 'duration',
          header: 'Duration',
          className: 'text-right tabular-nums',
          cell: (execution) => <span className="whitespace-nowrap">{durationOf(execution, now)}</span>,
        },
        {
          id: 'id',
          header: 'Id',
          className: 'max-lg:hidden',
          cell: ({ id }) => <span className="font-mono text-xs text-faint">{shortId(id)}</span>,
        },
      ]}
    />
  );
}

function Nodes({ stats }: { stats: Execution['stats'] }) {
  const done = stats.nodes_succeeded + stats.nodes_failed + stats.nodes_skipped;
  return (
    <span className="whitespace-nowrap text-muted tabular-nums">
      {done} of {stats.nodes_total}
      {stats.nodes_failed > 0 && <span className="text-bad"> · {stats.nodes_failed} failed</span>}
    </span>
  );
}

function nameOf({ workflow_id }: Execution, names: Map<string, string>): string {
  return workflow_id === null ? 'Inline workflow' : (names.get(workflow_id) ?? `Workflow ${shortId(workflow_id)}`);
}

/** How long it took, or has taken so far. */
export function durationOf(execution: Execution, now: number): string {
  if (hasEnded(execution.status)) {
    return formatDuration(execution.stats.duration_ms);
  }
  const started = execution.started_at ?? null;
  return started === null
    ? '–'
    : formatDuration(Math.max(0, Math.floor((now - Date.parse(started)) / SECOND) * SECOND));
}
