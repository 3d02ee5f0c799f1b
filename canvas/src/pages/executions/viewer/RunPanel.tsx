import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { StatusIcon } from '@/components/ui/StatusBadge';
import { formatDuration, formatMoment } from '@/components/ui/format';
import { nodeLabel } from '@/graph/document';
import { shortId, triggerLabel } from '../executionLinks';
import { ErrorCard } from './ErrorCard';
import { ValueView } from './ValueView';
import type { Run } from './useRun';

/** The execution as a whole: what it was given, what it came to, and how long it took. */
export function RunPanel({ run, onSelect }: { run: Run; onSelect(id: string): void }) {
  const { execution, status } = run;
  const { stats, error } = execution;
  const pinned = execution.test?.pinned ?? [];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4" tabIndex={0} role="region" aria-label="About the execution">
      <h2 className="sr-only">The execution as a whole</h2>
      {error !== undefined && error !== null && <ErrorCard run={run} error={error} onSelectNode={onSelect} />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 px-3 py-3 text-xs">
        <Entry label="Nodes">
          <span className="flex flex-wrap gap-x-3 gap-y-1">
            <span className="tabular-nums">{stats.nodes_total}</span>
            <Count status="succeeded" count={stats.nodes_succeeded} />
            <Count status="failed" count={stats.nodes_failed} />
            <Count status="skipped" count={stats.nodes_skipped} />
          </span>
        </Entry>
        <Entry label="Asked for">{formatMoment(execution.created_at)}</Entry>
        {execution.started_at !== undefined && execution.started_at !== null && (
          <Entry label="Started">
            {formatMoment(execution.started_at)}
            <span className="text-muted"> (after {formatDuration(stats.queue_ms)})</span>
          </Entry>
        )}
        {execution.completed_at !== undefined && execution.completed_at !== null && (
          <Entry label="Ended">
            {formatMoment(execution.completed_at)}
            <span className="text-muted"> ({formatDuration(stats.duration_ms)})</span>
          </Entry>
        )}
        <Entry label="Trigger">
          {triggerLabel(execution.trigger.type)}
          {typeof execution.trigger.id === 'string' && (
            <span className="ml-1 font-mono text-muted">{shortId(execution.trigger.id)}</span>
          )}
        </Entry>
        {execution.replay_of !== undefined && execution.replay_of !== null && (
          <Entry label="Replay of">
            <Link to={`/executions/${execution.replay_of}`} className="font-mono text-accent hover:underline">
              {shortId(execution.replay_of)}
            </Link>
            <span className="text-faint"> · </span>
            <Link
              to={`/executions/${execution.replay_of}/compare/${execution.id}`}
              className="text-accent hover:underline"
            >
              compare
            </Link>
          </Entry>
        )}
        {pinned.length > 0 && <Entry label="Pinned">{pinned.map((id) => labelOf(run, id)).join(', ')}</Entry>}
        {stats.tokens_in + stats.tokens_out > 0 && (
          <Entry label="Tokens">
            {stats.tokens_in.toLocaleString('en')} in, {stats.tokens_out.toLocaleString('en')} out
          </Entry>
        )}
      </dl>
      <ValueView title="Input" value={execution.input ?? null} path="input" />
      {(status === 'succeeded' || execution.output !== null) && (
        <ValueView title="Output" value={execution.output ?? null} path="" />
      )}
      <p className="px-3 pt-1 text-xs text-faint">Select a node to see what it was given and what it put out.</p>
    </div>
  );
}

function Entry({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Count({ status, count }: { status: 'succeeded' | 'failed' | 'skipped'; count: number }) {
  return count === 0 ? null : (
    <span className="inline-flex items-center gap-1 tabular-nums">
      <StatusIcon status={status} className="size-3.5" />
      {count} <span className="text-muted">{status}</span>
    </span>
  );
}

function labelOf(run: Run, id: string): string {
  const node = run.graph.byId.get(id);
  return node === undefined ? id : nodeLabel(node);
}
