import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, CircleStop, FlaskConical, GitCompareArrows, GitFork, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { hasEnded } from '@/api/executionQueries';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { Time } from '@/components/ui/Time';
import { notify, notifyError } from '@/components/ui/toast';
import { useNow } from '@/hooks/useNow';
import { CompareDialog } from '../compare/CompareDialog';
import { editorLink, shortId, triggerLabel, versionLabel } from '../executionLinks';
import { durationOf } from '../ExecutionsTable';
import { ForkDialog } from './ForkDialog';
import type { Run } from './useRun';

/** What the execution is, how it stands, and what can be done about it. */
export function RunHeader({ run, nodeId }: { run: Run; nodeId?: string }) {
  const { execution, status, workflowName } = run;
  const [forking, setForking] = useState(false);
  const [comparing, setComparing] = useState(false);
  const ended = hasEnded(status);
  const now = useNow(!ended, 500);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-3 py-2">
      <Link
        to="/executions"
        aria-label="All executions"
        className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover"
      >
        <ArrowLeft aria-hidden className="size-4" />
      </Link>
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <h1 className="truncate text-base font-semibold">{workflowName}</h1>
          <Badge>{versionLabel(execution)}</Badge>
          {execution.test !== undefined && (
            <Badge tone="accent">
              <FlaskConical aria-hidden className="size-3" />
              test
            </Badge>
          )}
          <span role="status" aria-label="Status of the execution">
            <StatusBadge status={status} />
          </span>
        </div>
        <div className="flex items-center gap-1.5 truncate text-xs text-muted">
          <span className="tabular-nums">{durationOf({ ...execution, status }, now)}</span>
          <span aria-hidden>·</span>
          <span>{triggerLabel(execution.trigger.type)}</span>
          <span aria-hidden>·</span>
          <Time value={execution.created_at} />
          <span aria-hidden className="max-md:hidden">
            ·
          </span>
          <span className="font-mono max-md:hidden" title={execution.id}>
            {shortId(execution.id)}
          </span>
          <CopyButton text={execution.id} label="Copy the execution's id" className="size-5! max-md:hidden" />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {!ended && <CancelButton id={execution.id} cancelling={status === 'cancelling'} />}
        {execution.workflow_id !== null && (
          <Link
            to={editorLink(execution.workflow_id, nodeId)}
            className="inline-flex h-8 items-center gap-2 rounded-md px-3 text-sm font-medium hover:bg-hover"
          >
            <Pencil aria-hidden className="size-4" />
            Edit
          </Link>
        )}
        <Button icon={<GitCompareArrows className="size-4" />} onClick={() => setComparing(true)}>
          Compare
        </Button>
        <Button
          variant="primary"
          icon={<GitFork className="size-4" />}
          disabled={!ended}
          title={ended ? undefined : 'An execution can be run again when it has ended'}
          onClick={() => setForking(true)}
        >
          Run again
        </Button>
      </div>
      {forking && <ForkDialog run={run} onClose={() => setForking(false)} />}
      {comparing && <CompareDialog execution={execution} onClose={() => setComparing(false)} />}
    </header>
  );
}

function CancelButton({ id, cancelling }: { id: string; cancelling: boolean }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: async () => unwrap(await api.POST('/executions/{id}/cancel', { params: { path: { id } } })),
    onSuccess: (execution) => {
      client.setQueryData(['executions', 'one', id], execution);
      notify('The execution is being cancelled');
    },
    onError: (error) => {
      notifyError('The execution could not be cancelled', error);
      void client.invalidateQueries({ queryKey: ['executions'] });
    },
  });
  return (
    <Button
      variant="danger"
      icon={<CircleStop className="size-4" />}
      busy={cancel.isPending || cancelling}
      onClick={() => cancel.mutate()}
    >
      {cancelling ? 'Cancelling' : 'Cancel'}
    </Button>
  );
}
