import { CircleAlert, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '@/components/ui/Button';
import { JsonTree } from '@/components/ui/JsonTree';
import { faultPlace } from '@/graph/run/faultPlace';
import { nodeLabel } from '@/graph/document';
import { editorLink } from '../executionLinks';
import { ErrorPageDialog } from './ErrorPageDialog';
import type { Run } from './useRun';

interface ErrorCardProps {
  run: Run;
  error: { code: string; message: string; node_id?: string | null; details?: unknown };
  /** The node that failed, where the error does not say. */
  nodeId?: string;
  onSelectNode?(id: string): void;
}

/** Why a node or an execution failed, with the way to the field to be changed and to the page about its code. */
export function ErrorCard({ run, error, nodeId, onSelectNode }: ErrorCardProps) {
  const [explaining, setExplaining] = useState(false);
  const id = nodeId ?? error.node_id ?? undefined;
  const node = id === undefined ? undefined : run.graph.byId.get(id);
  const field = node === undefined ? '' : faultPlace(node, error);
  const workflowId = run.execution.workflow_id;
  return (
    <div role="group" aria-label="Error" className="m-3 rounded-md border border-bad/40 bg-bad-soft p-3">
      <div className="flex items-start gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        <p className="min-w-0 flex-1 break-words text-ink">{error.message}</p>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-2 pl-6">
        <Button size="sm" onClick={() => setExplaining(true)}>
          What {error.code} means
        </Button>
        {node !== undefined && onSelectNode !== undefined && (
          <Button size="sm" onClick={() => onSelectNode(node.id)}>
            Show “{nodeLabel(node)}”
          </Button>
        )}
        {node !== undefined && workflowId !== null && (
          <Link
            to={editorLink(workflowId, node.id, field)}
            className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-xs font-medium shadow-sm hover:bg-hover"
          >
            <Pencil aria-hidden className="size-3.5" />
            {field === '' ? 'Open in the editor' : `Go to ${fieldName(field)}`}
          </Link>
        )}
      </div>
      {error.details !== undefined && error.details !== null && !hasTranscript(error.details) && (
        <details className="mt-2 pl-6">
          <summary className="cursor-pointer text-xs font-medium text-muted">Details</summary>
          <JsonTree value={error.details} open={1} />
        </details>
      )}
      {explaining && <ErrorPageDialog code={error.code} onClose={() => setExplaining(false)} />}
    </div>
  );
}

/** An agent's details are shown as its transcript. */
function hasTranscript(details: unknown): boolean {
  return typeof details === 'object' && details !== null && 'turns' in details;
}

function fieldName(pointer: string): string {
  return pointer.replace(/^\/config\//, '').replaceAll('/', ' › ');
}
