import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { CircleAlert, Pin, TriangleAlert } from 'lucide-react';
import { createElement, memo } from 'react';
import type { WorkflowNode } from '@/api/types';
import { cx } from '@/components/ui/classes';
import { formatDuration } from '@/components/ui/format';
import { StatusIcon, statusLabel } from '@/components/ui/StatusBadge';
import { hasInput, outputHandles } from '@/graph/catalog';
import { nodeLabel } from '@/graph/document';
import { HANDLE_STEP, NODE_HEIGHT, nodeHeight, NODE_WIDTH } from '@/graph/layout';
import type { NodeRun } from '@/graph/runState';
import { useFlow } from './FlowContext';
import { nodeIcon } from './nodeIcons';

export type FlowNodeType = Node<{ node: WorkflowNode }, 'step'>;

const EDGE_OF_STATUS: Record<NodeRun['status'], string> = {
  queued: 'border-line-strong',
  running: 'border-run animate-[pulse-ring_1.6s_ease-in-out_infinite]',
  waiting: 'border-wait',
  succeeded: 'border-ok',
  failed: 'border-bad',
  skipped: 'border-dashed border-line-strong opacity-60',
};
const EDGE_OF_DIFF = {
  added: 'border-ok bg-ok-soft!',
  removed: 'border-bad border-dashed bg-bad-soft!',
  changed: 'border-wait bg-wait-soft!',
};
const DIFF_LABEL = { added: 'Added', removed: 'Removed', changed: 'Changed' };

/** A node on the canvas: what it is, how its last run went, what is wrong with it, and its handles. */
export const FlowNode = memo(function FlowNode({
  id,
  data: { node },
  selected,
  isConnectable,
}: NodeProps<FlowNodeType>) {
  const type = useFlow((flow) => flow.catalog.get(node.type));
  const run = useFlow((flow) => flow.runs[id]);
  const finding = useFlow((flow) => flow.findings[id]);
  const diff = useFlow((flow) => flow.diff?.nodes[id]);
  const pinned = useFlow((flow) => flow.pinned[id] === true);
  const handles = outputHandles(node, type);
  const several = handles.length > 1 || handles[0] !== '';
  return (
    <div
      data-node={id}
      data-status={run?.status}
      style={{ width: NODE_WIDTH, height: nodeHeight(handles.length) }}
      className={cx(
        'relative rounded-lg border bg-surface text-left shadow-sm transition-[border-color,box-shadow] hover:shadow-md',
        run !== undefined ? EDGE_OF_STATUS[run.status] : 'border-line-strong',
        diff !== undefined && EDGE_OF_DIFF[diff.kind],
        selected && 'outline-2 outline-offset-2 outline-accent',
      )}
    >
      {hasInput(type) && (
        <Handle
          type="target"
          position={Position.Left}
          isConnectable={isConnectable}
          className="flow-handle"
          style={{ top: NODE_HEIGHT / 2 }}
        />
      )}
      <div className="flex h-[58px] items-center gap-2.5 px-2.5">
        <span
          className={cx(
            'flex size-9 shrink-0 items-center justify-center rounded-md',
            type?.category === 'trigger' ? 'bg-accent-soft text-accent' : 'bg-sunken text-muted',
          )}
        >
          {createElement(nodeIcon(node.type, type?.category), { className: 'size-4.5', 'aria-hidden': true })}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm leading-4.5 font-medium" title={nodeLabel(node)}>
            {nodeLabel(node)}
          </span>
          <span className="block truncate text-2xs text-muted">
            {diff === undefined ? subtitle(run, type?.name ?? node.type) : DIFF_LABEL[diff.kind]}
          </span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-0.5">
          {run !== undefined && <StatusIcon status={run.status} />}
          {finding !== undefined && run === undefined && (
            <span title={finding.text} className={finding.severity === 'error' ? 'text-bad' : 'text-wait'}>
              {finding.severity === 'error' ? <CircleAlert className="size-4" /> : <TriangleAlert className="size-4" />}
              <span className="sr-only">{finding.text}</span>
            </span>
          )}
          {pinned && (
            <span title="Pinned: test runs use the pinned output" className="text-accent">
              <Pin className="size-3.5" />
              <span className="sr-only">Pinned</span>
            </span>
          )}
        </span>
      </div>
      {several ? (
        <div className="absolute inset-x-0 bottom-1">
          {handles.map((handle) => (
            <div
              key={handle}
              className="relative flex items-center justify-end pr-3 text-2xs font-medium text-muted"
              style={{ height: HANDLE_STEP }}
            >
              <span className={cx(handle === 'error' && 'text-bad')}>{handle === '' ? 'done' : handle}</span>
              <Handle
                type="source"
                id={handle === '' ? undefined : handle}
                position={Position.Right}
                isConnectable={isConnectable}
                className={cx('flow-handle', handle === 'error' && 'flow-handle-error')}
              />
            </div>
          ))}
        </div>
      ) : (
        <Handle
          type="source"
          position={Position.Right}
          isConnectable={isConnectable}
          className="flow-handle"
          style={{ top: NODE_HEIGHT / 2 }}
        />
      )}
    </div>
  );
});

function subtitle(run: NodeRun | undefined, type: string): string {
  if (run === undefined) {
    return type;
  }
  const attempts = run.attempt > 1 ? `, attempt ${run.attempt}` : '';
  const how = run.pinned === true ? 'Pinned' : run.reused === true ? 'Kept' : statusLabel(run.status);
  return run.durationMs === undefined || run.pinned === true || run.reused === true
    ? how + attempts
    : `${formatDuration(run.durationMs)}${attempts}`;
}
