import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge as RfEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/components/ui/classes';
import type { Edge } from '@/graph/document';
import { useFlow } from './FlowContext';

export type FlowEdgeType = RfEdge<{ edge: Edge }, 'link'>;

const DIFF_COLOUR = { added: 'var(--ok)', removed: 'var(--bad)', changed: 'var(--wait)' };

/** A connection: solid once a run went along, faint where it did not, and with its condition as a label. */
export const FlowEdge = memo(function FlowEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  selected,
  data,
}: EdgeProps<FlowEdgeType>) {
  const taken = useFlow((flow) => (flow.taken === undefined ? undefined : (flow.taken[id] ?? false)));
  const diff = useFlow((flow) => flow.diff?.edges[id]?.kind);
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const condition = data?.edge.condition ?? '';
  const error = data?.edge.source_handle === 'error';
  const stroke = selected
    ? 'var(--accent)'
    : diff !== undefined
      ? DIFF_COLOUR[diff]
      : taken === true
        ? 'var(--ok)'
        : error && taken === undefined
          ? 'var(--bad)'
          : 'var(--line-strong)';
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={18}
        style={{
          stroke,
          strokeWidth: selected || taken === true ? 2.25 : 1.75,
          strokeDasharray: diff === 'removed' || taken === false ? '5 5' : undefined,
          opacity: taken === false && !selected ? 0.7 : 1,
        }}
        data-taken={taken}
      />
      {condition !== '' && (
        <EdgeLabelRenderer>
          <span
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            className={cx(
              'pointer-events-none absolute max-w-40 truncate rounded border border-line bg-surface px-1.5 font-mono text-2xs text-muted shadow-sm',
              selected && 'border-accent',
            )}
          >
            {condition}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
