import { History, KeyRound, Pencil, SquareTerminal, Trash2 } from 'lucide-react';
import type { WebhookTrigger } from '@/api/types';
import { CopyButton } from '@/components/ui/CopyButton';
import type { Column } from '@/components/ui/Table';
import { TriggerTable } from './TriggerTable';
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
  ];
  return (
    <TriggerTable
      label="Webhooks"
      noun="webhook"
      triggers={webhooks}
      names={names}
      columns={columns}
      onEnable={on.onEnable}
      menu={(trigger) => [
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
  );
}
