import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  SkipForward,
  type LucideIcon,
} from 'lucide-react';
import type { ExecutionStatus } from '@/api/types';
import { cx } from './classes';

/** What a node or an execution may be in. `idle` is a node that has not run. */
export type Status = ExecutionStatus | 'skipped' | 'idle';

interface Look {
  label: string;
  icon: LucideIcon;
  className: string;
  spin?: boolean;
}

const LOOKS: Record<Status, Look> = {
  idle: { label: 'Not run', icon: CircleDashed, className: 'bg-sunken text-muted' },
  queued: { label: 'Queued', icon: CircleDashed, className: 'bg-sunken text-muted' },
  running: { label: 'Running', icon: LoaderCircle, className: 'bg-run-soft text-run', spin: true },
  waiting: { label: 'Waiting', icon: Clock, className: 'bg-wait-soft text-wait' },
  succeeded: { label: 'Succeeded', icon: CircleCheck, className: 'bg-ok-soft text-ok' },
  failed: { label: 'Failed', icon: CircleX, className: 'bg-bad-soft text-bad' },
  cancelling: { label: 'Cancelling', icon: LoaderCircle, className: 'bg-sunken text-muted', spin: true },
  cancelled: { label: 'Cancelled', icon: Ban, className: 'bg-sunken text-muted' },
  skipped: { label: 'Skipped', icon: SkipForward, className: 'bg-sunken text-muted' },
};

export function StatusIcon({ status, className }: { status: Status; className?: string }) {
  const { icon: Icon, spin, className: colours } = LOOKS[status];
  return (
    <Icon aria-hidden className={cx('size-4', spin === true && 'animate-spin', colours.split(' ')[1], className)} />
  );
}

export function StatusBadge({ status, children }: { status: Status; children?: React.ReactNode }) {
  const { label, className } = LOOKS[status];
  return (
    <span
      className={cx(
        'inline-flex h-5.5 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap',
        className,
      )}
    >
      <StatusIcon status={status} className="size-3.5" />
      {label}
      {children}
    </span>
  );
}

export function statusLabel(status: Status): string {
  return LOOKS[status].label;
}
