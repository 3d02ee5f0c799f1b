import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { firesQuery } from '@/api/adminQueries';
import { Dialog } from '@/components/ui/Dialog';
import { ErrorState } from '@/components/ui/ErrorState';
import { formatDuration } from '@/components/ui/format';
import { Loading } from '@/components/ui/Spinner';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { ROW_LINK, Table } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';

/** What a trigger has started last. */
export function FiresDialog({ triggerId, title, onClose }: { triggerId: string; title: string; onClose(): void }) {
  const fires = useQuery({ ...firesQuery(triggerId), refetchInterval: 3000 });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} size="lg" title="Last fires" description={title}>
      {fires.isPending && <Loading />}
      {fires.isError && <ErrorState error={fires.error} onRetry={() => void fires.refetch()} />}
      {fires.data?.length === 0 && <p className="py-6 text-center text-muted">It has not started anything yet.</p>}
      {fires.data !== undefined && fires.data.length > 0 && (
        <Table
          label="Last fires"
          rows={fires.data}
          rowKey={(execution) => execution.id}
          columns={[
            {
              id: 'when',
              header: 'Started',
              cell: (execution) => (
                <Link to={`/executions/${execution.id}`} className={ROW_LINK}>
                  <Time value={execution.created_at} />
                </Link>
              ),
            },
            { id: 'status', header: 'Status', cell: (execution) => <StatusBadge status={execution.status} /> },
            {
              id: 'duration',
              header: 'Took',
              cell: (execution) => <span className="text-muted">{formatDuration(execution.stats.duration_ms)}</span>,
            },
          ]}
        />
      )}
    </Dialog>
  );
}
