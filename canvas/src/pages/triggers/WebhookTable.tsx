import { History, KeyRound, MoreHorizontal, Pencil, SquareTerminal, Trash2 } from 'lucide-react';
import type { WebhookTrigger } from '@/api/types';
import { IconButton } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { Menu } from '@/components/ui/Menu';
import { Table, type Column } from '@/components/ui/Table';
import { EnabledCell, LastFireCell, WorkflowCell } from './cells';
import { proofOf } from './words';

interface WebhookTableProps {
  webhooks: WebhookTrigger[];
  names: Map<string, string>;
  onEnable(trigger: WebhookTrigger, enabled: boolean): void;
  onEdit(trigger: WebhookTrigger): void;
  onTest(trigger: WebhookTrigger): void;
  onRotate(trigger: WebhookTrigger): void;
  onFires(trigger: WebhookTrigger): void;
  onDelete(trigger: WebhookTrigger): void;
}

export function WebhookTable({ webhooks, names, ...on }: WebhookTableProps) {
  const columns: Column<WebhookTrigger>[] = [
    {
      id: 'workflow',
      header: 'Workflow',
      className: 'w-1/4 max-w-0 min-w-40',
      cell: (trigger) => <WorkflowCell trigger={trigger} name={names.get(trigger.workflow_id)} />,
    },
    {
      id: 'url',
      header: 'URL',
      className: 'w-1/3 max-w-0 min-w-40',
      cell: (trigger) => (
        <span className="flex items-center gap-1">
          <code className="min-w-0 truncate font-mono text-xs text-muted" title={trigger.url}>
            {new URL(trigger.url).pathname}
          </code>
          <CopyButton text={trigger.url} label="Copy the URL" />
        </span>
      ),
    },
    {
      id: 'proof',
      header: 'Proof',
      className: 'max-lg:hidden whitespace-nowrap',
      cell: (trigger) => <span className="text-muted">{proofOf(trigger)}</span>,
    },
    {
      id: 'counts',
      header: 'Deliveries',
      className: 'text-right max-md:hidden whitespace-nowrap',
      cell: (trigger) => (
        <span className="text-muted tabular-nums">
          {trigger.fire_count}
          {trigger.rejected_count > 0 && (
            <span className="text-bad" title="Rejected; the audit log has the reasons">
              {' '}
              · {trigger.rejected_count} rejected
            </span>
          )}
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
          label={`Webhook of ${names.get(trigger.workflow_id) ?? trigger.workflow_id}`}
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
              label={`Actions for the webhook of ${names.get(trigger.workflow_id) ?? trigger.workflow_id}`}
              size="sm"
            >
              <MoreHorizontal className="size-4" />
            </IconButton>
          }
          items={[
            { label: 'Test it', icon: <SquareTerminal />, onSelect: () => on.onTest(trigger) },
            { label: 'Last deliveries', icon: <History />, onSelect: () => on.onFires(trigger) },
            { label: 'Change', icon: <Pencil />, onSelect: () => on.onEdit(trigger) },
            {
              label: 'Rotate the secret',
              icon: <KeyRound />,
              disabled: trigger.auth === 'none',
              onSelect: () => on.onRotate(trigger),
            },
            'separator',
            { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => on.onDelete(trigger) },
          ]}
        />
      ),
    },
  ];
  return <Table label="Webhooks" columns={columns} rows={webhooks} rowKey={(trigger) => trigger.id} />;
}
