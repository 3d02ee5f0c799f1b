import { Link } from 'react-router';
import type { CronTrigger, WebhookTrigger } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { StatusIcon, statusLabel } from '@/components/ui/StatusBadge';
import { Switch } from '@/components/ui/Switch';
import { Time } from '@/components/ui/Time';
import { hindrance, versionLabel } from './words';

type Trigger = CronTrigger | WebhookTrigger;

/** Cells that both lists of triggers have. */
export function WorkflowCell({ trigger, name }: { trigger: Trigger; name: string | undefined }) {
  return (
    <>
      <Link
        to={`/workflows/${trigger.workflow_id}`}
        className="block truncate font-medium hover:text-accent hover:underline"
      >
        {name ?? trigger.workflow_id}
      </Link>
      <span className="block truncate text-xs text-muted">{versionLabel(trigger.version)}</span>
    </>
  );
}

export function LastFireCell({ trigger }: { trigger: Trigger }) {
  const { last_status: status, last_execution_id: execution } = trigger;
  if (trigger.last_fire_at === undefined || trigger.last_fire_at === null) {
    return <span className="text-faint">never</span>;
  }
  const what = (
    <span className="inline-flex items-center gap-1.5">
      {status !== undefined && status !== null && (
        <span role="img" aria-label={statusLabel(status)} title={statusLabel(status)}>
          <StatusIcon status={status} />
        </span>
      )}
      <Time value={trigger.last_fire_at} />
    </span>
  );
  return execution === undefined || execution === null ? (
    what
  ) : (
    <Link to={`/executions/${execution}`} className="rounded hover:underline">
      {what}
    </Link>
  );
}

export function EnabledCell({
  trigger,
  label,
  onChange,
}: {
  trigger: Trigger;
  label: string;
  onChange(enabled: boolean): void;
}) {
  const hindered = hindrance(trigger.status);
  return (
    <span className="flex items-center gap-2">
      <Switch aria-label={label} checked={trigger.enabled} onChange={onChange} />
      {hindered !== undefined && <Badge tone="wait">{hindered}</Badge>}
    </span>
  );
}
