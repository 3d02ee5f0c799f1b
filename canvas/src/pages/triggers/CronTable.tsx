import { History, Pencil, Trash2 } from 'lucide-react';
import type { CronTrigger } from '@/api/types';
import type { Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { TriggerTable } from './TriggerTable';
import { momentIn } from './words';

interface CronTableProps {
  crons: CronTrigger[];
  names: Map<string, string>;
  onEnable(trigger: CronTrigger, enabled: boolean): void;
  onEdit(trigger: CronTrigger): void;
  onFires(trigger: CronTrigger): void;
  onDelete(trigger: CronTrigger): void;
}

export function CronTable({ crons, names, ...on }: CronTableProps) {
  const columns: Column<CronTrigger>[] = [
    {
      id: 'cron',
      header: 'Schedule',
      className: 'w-1/3 max-w-0 min-w-40',
      cell: (trigger) => (
        <>
          <code className="block truncate font-mono text-xs">{trigger.cron}</code>
          <span className="block truncate text-xs text-muted">{trigger.timezone}</span>
        </>
      ),
    },
    {
      id: 'next',
      header: 'Next',
      cell: (trigger) =>
        trigger.next_fire_at === undefined || trigger.next_fire_at === null ? (
          <span className="text-faint">–</span>
        ) : (
          <span title={momentIn(trigger.timezone, trigger.next_fire_at)}>
            <Time value={trigger.next_fire_at} />
          </span>
        ),
    },
    {
      id: 'counts',
      header: 'Fires',
      className: 'text-right max-md:hidden whitespace-nowrap',
      cell: (trigger) => (
        <span className="text-muted tabular-nums">
          {trigger.fire_count}
          {trigger.missed_count > 0 && <span className="text-wait"> · {trigger.missed_count} missed</span>}
        </span>
      ),
    },
  ];
  return (
    <TriggerTable
      label="Schedules"
      noun="schedule"
      triggers={crons}
      names={names}
      columns={columns}
      onEnable={on.onEnable}
      menu={(trigger) => [
        { label: 'Last fires', icon: <History />, onSelect: () => on.onFires(trigger) },
        { label: 'Change', icon: <Pencil />, onSelect: () => on.onEdit(trigger) },
        'separator',
        { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => on.onDelete(trigger) },
      ]}
    />
  );
}
