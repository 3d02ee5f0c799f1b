import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { filteredExecutionsQuery } from '@/api/executionQueries';
import type { Execution } from '@/api/types';
import { Dialog } from '@/components/ui/Dialog';
import { ErrorState } from '@/components/ui/ErrorState';
import { formatDuration } from '@/components/ui/format';
import { Loading } from '@/components/ui/Spinner';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { Time } from '@/components/ui/Time';
import { shortId, versionLabel } from '../executionLinks';

const LIMIT = 50;

/** Picks the run that this one is compared with. */
export function CompareDialog({ execution, onClose }: { execution: Execution; onClose(): void }) {
  const others = useQuery(
    filteredExecutionsQuery({
      limit: LIMIT,
      ...(execution.workflow_id !== null && { workflow_id: execution.workflow_id }),
    }),
  );
  const choices = others.data?.items.filter(({ id }) => id !== execution.id);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Compare with"
      description="Node by node: how each ended, how long it took, and what it put out."
    >
      {others.isPending && <Loading />}
      {others.isError && <ErrorState error={others.error} onRetry={() => void others.refetch()} />}
      {choices?.length === 0 && (
        <p className="py-4 text-center text-muted">
          The workflow has no other run yet. Run this one again to get something to compare with.
        </p>
      )}
      <ul className="flex flex-col">
        {choices?.map((other) => (
          <li key={other.id}>
            <Link
              to={`/executions/${execution.id}/compare/${other.id}`}
              onClick={onClose}
              className="flex items-center gap-3 rounded-md px-2 py-2 hover:bg-hover"
            >
              <StatusBadge status={other.status} />
              <span className="font-mono text-xs text-muted">{shortId(other.id)}</span>
              <span className="text-xs">{versionLabel(other)}</span>
              {other.id === execution.replay_of && <span className="text-xs text-accent">what this one replays</span>}
              {other.replay_of === execution.id && <span className="text-xs text-accent">a replay of this one</span>}
              <span className="flex-1" />
              <span className="text-xs text-muted tabular-nums">{formatDuration(other.stats.duration_ms)}</span>
              <Time value={other.created_at} />
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
