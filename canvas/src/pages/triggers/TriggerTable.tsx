import { MoreHorizontal } from 'lucide-react';
import type { CronTrigger, WebhookTrigger } from '@/api/types';
import { IconButton } from '@/components/ui/Button';
import { Menu, type MenuItem } from '@/components/ui/Menu';
import { Table, type Column } from '@/components/ui/Table';
import { EnabledCell, LastFireCell, WorkflowCell } from './cells';

interface TriggerTableProps<Trigger> {
  /** What the table lists, for screen readers. */
  label: string;
  /** What one of them is called. */
  noun: string;
  triggers: Trigger[];
  /** The names of workflows by their ids. */
  names: Map<string, string>;
  /** What these triggers have beside what all have. */
  columns: Column<Trigger>[];
  onEnable(trigger: Trigger, enabled: boolean): void;
  menu(trigger: Trigger): (MenuItem | 'separator')[];
}

/** Triggers of one type: what they start, when they last did, whether they are on, and what can be done with them. */
export function TriggerTable<Trigger extends CronTrigger | WebhookTrigger>({
  label,
  noun,
  triggers,
  names,
  columns,
  onEnable,
  menu,
}: TriggerTableProps<Trigger>) {
  const nameOf = (trigger: Trigger) => `${noun} of ${names.get(trigger.workflow_id) ?? trigger.workflow_id}`;
  const all: Column<Trigger>[] = [
    {
      id: 'workflow',
      header: 'Workflow',
      className: 'w-1/4 max-w-0 min-w-40',
      cell: (trigger) => <WorkflowCell trigger={trigger} name={names.get(trigger.workflow_id)} />,
    },
    ...columns,
    { id: 'last', header: 'Last', cell: (trigger) => <LastFireCell trigger={trigger} /> },
    {
      id: 'enabled',
      header: 'On',
      cell: (trigger) => (
        <EnabledCell
          trigger={trigger}
          label={`The ${nameOf(trigger)}`}
          onChange={(enabled) => onEnable(trigger, enabled)}
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
            <IconButton label={`Actions for the ${nameOf(trigger)}`} size="sm">
              <MoreHorizontal className="size-4" />
            </IconButton>
          }
          items={menu(trigger)}
        />
      ),
    },
  ];
  return <Table label={label} columns={all} rows={triggers} rowKey={(trigger) => trigger.id} />;
}
