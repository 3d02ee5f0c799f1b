import { useMemo } from 'react';
import type { WorkflowEdge, WorkflowNode } from '@/api/types';
import { cx } from '@/components/ui/classes';
import { NODE, sketch } from './sketch';

/** A workflow as a small drawing; it says nothing that the text beside it does not. */
export function SketchView({ nodes, edges }: { nodes: WorkflowNode[]; edges: WorkflowEdge[] }) {
  const drawn = useMemo(() => sketch(nodes, edges), [nodes, edges]);
  return (
    <svg
      aria-hidden
      viewBox={`-4 -4 ${drawn.width + 8} ${drawn.height + 8}`}
      preserveAspectRatio="xMidYMid meet"
      className="h-full max-h-24 w-full"
      style={{ maxWidth: (drawn.width + 8) * 1.5 }}
    >
      {drawn.edges.map(({ id, from: [x1, y1], to: [x2, y2] }) => (
        <path
          key={id}
          d={`M${x1} ${y1} C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`}
          className="fill-none stroke-line-strong"
          strokeWidth={1.5}
        />
      ))}
      {drawn.nodes.map(({ id, type, x, y }) => (
        <rect
          key={id}
          x={x}
          y={y}
          width={NODE.width}
          height={NODE.height}
          rx={4}
          strokeWidth={1.2}
          className={cx(type.endsWith('_trigger') ? 'fill-accent-soft stroke-accent' : 'fill-surface stroke-muted')}
        />
      ))}
    </svg>
  );
}
