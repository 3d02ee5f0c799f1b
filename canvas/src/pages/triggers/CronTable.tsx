import { History, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import type { CronTrigger } from '@/api/types';
import { IconButton } from '@/components/ui/Button';
import { Menu } from '@/components/ui/Menu';
import { Table, type Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { EnabledCell, LastFireCell, WorkflowCell } from './cells';
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
      id: 'workflow',
      header: 'Workflow',
      className: 'w-1/4 max-w-0 min-w-40',
      cell: (trigger) => <WorkflowCell trigger={trigger} name={names.get(trigger.workflow_id)} />,
    },
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
    { id: 'last', header: 'Last', cell: (trigger) => <LastFireCell trigger={trigger} /> },
    {
      id: 'enabled',
      header: 'On',
      cell: (trigger) => (
        <EnabledCell
          trigger={trigger}
          label={`Schedule of ${names.get(trigger.workflow_id) ?? trigger.workflow_id}`}
          onChange={(enabled) => on.onEnable(trigger, enabled)}
        />
      ),
    },
    {
      id: 'menu',
      header: <span className="sr-only">Actions</span>,
      className: 'text-right',
      cell: (trigger) => (
        <Menu
          trigger={
            <IconButton
              label={`Actions for the schedule of ${names.get(trigger.workflow_id) ?? trigger.workflow_id}`}
              size="sm"
            >
              <MoreHorizontal className="size-4" />
            </IconButton>
          }
          items={[
            { label: 'Last fires', icon: <History />, onSelect: () => on.onFires(trigger) },
            { label: 'Change', icon: <Pencil />, onSelect: () => on.onEdit(trigger) },
            'separator',
            { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => on.onDelete(trigger) },
          ]}
        />
      ),
    },
  ];
  return <Table label="Schedules" columns={columns} rows={crons} rowKey={(trigger) => trigger.id} />;
}
