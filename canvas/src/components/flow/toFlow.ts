import type { Node } from '@xyflow/react';
import type { WorkflowNode } from '@/api/types';
import { outputHandles, type Catalog } from '@/graph/catalog';
import { positionOf, type Edge, type Note } from '@/graph/document';
import { nodeHeight, NODE_WIDTH } from '@/graph/layout';
import type { FlowEdgeType } from './FlowEdge';
import type { FlowNodeType } from './FlowNode';
import type { NoteNodeType } from './NoteNode';

export type AnyFlowNode = FlowNodeType | NoteNodeType;

/** React Flow's node for one of ours; `before` is given back when nothing has changed, so that it is not drawn again. */
export function toFlowNode(node: WorkflowNode, catalog: Catalog, selected: boolean, before?: Node): FlowNodeType {
  const position = positionOf(node) ?? { x: 0, y: 0 };
  const old = before as FlowNodeType | undefined;
  if (old !== undefined && old.data.node === node && old.selected === selected && same(old.position, position)) {
    return old;
  }
  const height = nodeHeight(outputHandles(node, catalog.get(node.type)).length);
  return {
    ...(old ?? {}),
    id: node.id,
    type: 'step',
    position,
    selected,
    width: NODE_WIDTH,
    height,
    data: { node },
    ariaLabel: `${node.name ?? node.id}, ${catalog.get(node.type)?.name ?? node.type}`,
  };
}

export function toNoteNode(
  note: Note,
  selected: boolean,
  onChange?: (id: string, patch: Partial<Note>) => void,
  before?: Node,
): NoteNodeType {
  const old = before as NoteNodeType | undefined;
  if (old !== undefined && old.data.note === note && old.selected === selected) {
    return old;
  }
  return {
    ...(old ?? {}),
    id: note.id,
    type: 'note',
    position: { x: note.x, y: note.y },
    width: note.width,
    height: note.height,
    selected,
    zIndex: -1,
    data: { note, ...(onChange !== undefined && { onChange: (patch: Partial<Note>) => onChange(note.id, patch) }) },
  };
}

export function toFlowEdge(edge: Edge, selected: boolean, before?: FlowEdgeType): FlowEdgeType {
  if (before !== undefined && before.data?.edge === edge && before.selected === selected) {
    return before;
  }
  return {
    id: edge.id,
    type: 'link',
    source: edge.source_node_id,
    target: edge.target_node_id,
    sourceHandle: edge.source_handle,
    selected,
    data: { edge },
    ariaLabel: `Connection from ${edge.source_node_id} to ${edge.target_node_id}`,
  };
}

function same(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y;
}
