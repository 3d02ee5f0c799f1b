import { Copy, Download, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import type { Workflow } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { IconButton } from '@/components/ui/Button';
import { Menu } from '@/components/ui/Menu';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { ROW_LINK, Table, type Column } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import type { useWorkflowActions } from './useWorkflowActions';

interface WorkflowTableProps {
  workflows: Workflow[];
  actions: ReturnType<typeof useWorkflowActions>;
  onTag(tag: string): void;
}

export function WorkflowTable({ workflows, actions, onTag }: WorkflowTableProps) {
  const columns: Column<Workflow>[] = [
    {
      id: 'name',
      header: 'Name',
      className: 'w-full max-w-0 min-w-48',
      cell: (workflow) => (
        <>
          <Link to={`/workflows/${workflow.id}`} className={`${ROW_LINK} block truncate`}>
            {workflow.name}
          </Link>
          {workflow.description !== undefined && workflow.description !== '' && (
            <span className="block truncate text-xs text-muted">{workflow.description}</span>
          )}
        </>
      ),
    },
    {
      id: 'tags',
      header: 'Tags',
      className: 'max-md:hidden',
      cell: (workflow) => <Tags tags={workflow.tags} onTag={onTag} />,
    },
    {
      id: 'run',
      header: 'Last run',
      className: 'whitespace-nowrap',
      cell: (workflow) => <LastRun workflow={workflow} />,
    },
    {
      id: 'version',
      header: 'Version',
      className: 'max-lg:hidden',
      cell: (workflow) =>
        workflow.version === 0 ? <Badge>draft</Badge> : <Badge tone="accent">v{workflow.version}</Badge>,
    },
    {
      id: 'changed',
      header: 'Changed',
      className: 'max-sm:hidden',
      cell: (workflow) => <Time value={workflow.updated_at} />,
    },
    {
      id: 'menu',
      header: <span className="sr-only">Actions</span>,
      className: 'text-right',
      cell: (workflow) => <RowMenu workflow={workflow} actions={actions} />,
    },
  ];
  return <Table label="Workflows" columns={columns} rows={workflows} rowKey={(workflow) => workflow.id} />;
}

function Tags({ tags, onTag }: { tags: string[]; onTag(tag: string): void }) {
  return (
    <span className="relative flex gap-1">
      {tags.slice(0, 3).map((tag) => (
        <button key={tag} type="button" title={`Only those tagged ${tag}`} onClick={() => onTag(tag)}>
          <Badge className="max-w-28 truncate hover:text-ink">{tag}</Badge>
        </button>
      ))}
      {tags.length > 3 && <Badge>+{tags.length - 3}</Badge>}
    </span>
  );
}

function LastRun({ workflow: { last_execution: last } }: { workflow: Workflow }) {
  if (last === undefined || last === null) {
    return <span className="text-faint">never</span>;
  }
  return (
    <Link to={`/executions/${last.id}`} className="relative inline-flex items-center gap-2 rounded hover:underline">
      <StatusBadge status={last.status} />
      <Time value={last.completed_at ?? last.started_at ?? last.created_at} />
      {last.test !== undefined && <Badge>test</Badge>}
    </Link>
  );
}

function RowMenu({ workflow, actions }: { workflow: Workflow; actions: ReturnType<typeof useWorkflowActions> }) {
  const navigate = useNavigate();
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${workflow.name}`} size="sm" className="relative">
          <MoreHorizontal className="size-4" />
        </IconButton>
      }
      items={[
        { label: 'Open', icon: <Pencil />, onSelect: () => void navigate(`/workflows/${workflow.id}`) },
        { label: 'Duplicate', icon: <Copy />, onSelect: () => actions.duplicate.mutate(workflow.id) },
        { label: 'Export as JSON', icon: <Download />, onSelect: () => void actions.exportOne(workflow.id) },
        'separator',
        { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => actions.remove.mutate(workflow) },
      ]}
    />
  );
}
